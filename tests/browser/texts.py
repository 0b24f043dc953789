"""What people have written in the pictures and in the tests that look at pages."""

import struct
import zlib

SUBJECT = "Rear wheel rubs after the service"
FIRST = """\
Since Tuesday the rear wheel rubs on the left pad once per turn. I have loosened the brake a \
little, but then it hardly brakes any more.

I can send more pictures if that helps."""
REPLY = """\
Hello Aleksandra, thank you for the picture. The rim has moved by about two millimetres; that is \
our mistake, and the repair costs you nothing.

You can bring the bike in, or send us only the wheel. Which do you prefer?"""
NOTE = "We trued this wheel on the 12th. Is there a spare from the same batch in Jakarta?"
TALK = [("note", NOTE), ("staff", REPLY), ("guest", "I will bring it in on Friday, if that suits.")]
TICKETS = [
    (
        "Motor cuts out on steep climbs, error E-14",
        "It started after last week’s update. I ride to work every day.",
        "Marek Zieliński",
        "marek@example.com",
    ),
    (
        "Не приходит письмо для подтверждения",
        "Добрый день! Регистрировался вчера вечером, письма нет даже в спаме.",
        "Дмитрий Преображенский",
        "dmitri@example.com",
    ),
    (
        "Quote for 14 cargo bikes, delivery in two towns",
        "We are a parcel co-operative and would like to compare two models.",
        "Genossenschaft Stadtbote eG",
        "stadtbote@example.com",
    ),
    (
        "¿Pueden cambiar la talla del cuadro?",
        "Hola, hice el pedido ayer y creo que la talla M me queda grande.",
        "María Fernanda Gutiérrez",
        "maria@example.com",
    ),
    (
        "البطارية لا تُشحن عندما يكون الجو باردًا",
        "أهلًا، منذ يوم الثلاثاء تتوقف البطارية عن الشحن عند 40٪.",
        "فاطمة الزهراء",
        "fatima@example.com",
    ),
    (
        "Rem belakang berbunyi setelah diganti kampas",
        "Selamat siang, sudah saya coba bersihkan cakramnya tetapi bunyi lagi.",
        "Bambang Susilo Wicaksono",
        "bambang@example.com",
    ),
    (
        "Передня вилка стукає на бруківці",
        "Вітаю, стукіт з’явився через двісті кілометрів, відео додаю.",
        "Оксана Шевченко",
        "oksana@example.com",
    ),
    (
        "Key for the battery lock is lost, number known",
        "The number is 1140 and the bike is registered to my mother.",
        "Ingibjörg Gísladóttir",
        "inga@example.com",
    ),
    (
        "Display stays dark after rain",
        "Es war nur ein kurzer Schauer, seitdem geht nichts mehr.",
        "Annegret Müller-Lüdenscheidt",
        "annegret@example.com",
    ),
    (
        "Invoice 2026-1093 shows the wrong VAT number",
        "Our accounts team needs a corrected copy before the end of the month.",
        "Northgate Nursery, Purchasing",
        "nursery@example.com",
    ),
    (
        "Which tyres fit a 28-inch rim from 2014?",
        "There is a number on the side, I can send a picture of it.",
        "Chidiebere Nwachukwu",
        "chidi@example.com",
    ),
    (
        "Change of address for order 88213",
        "We have moved; the parcel should come to the new flat.",
        "Nguyễn Thị Minh Khai",
        "khai@example.com",
    ),
    (
        "Child seat does not lock on the rear rack",
        "The lever closes, but the seat still moves from side to side.",
        "Jean-Baptiste Saint-Georges",
        "jb@example.com",
    ),
    (
        "Frame paint bubbles near the head tube",
        "It began as one small spot in spring; now there are five.",
        "Oluwaseun Adebayo-Richardson",
        "seun@example.com",
    ),
]
ANNOUNCED = ["Card payments fail", "Everything works again.", "Orders may be late"]
HOSTILE = [
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4,
    "A name of two hundred characters with blanks goes on and on and on " * 5,
    "مرحبا بالعالم، هذا اسم طويل جدا من اليمين إلى اليسار مع English inside " * 4,
    "‮desrever ‬<script>alert(1)</script> &amp; {{ 7 * 7 }} %(name)s \" ' \\ " * 5,
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿Z̷̛̗a̵͓͝l̶̘͠g̸̤̈́o̷̜̕" * 12,
    "汉字没有空格所以一行可以非常长而且没有任何地方可以断开但是浏览器会断开" * 8,
]


def png(width: int, height: int, colour: tuple[int, int, int] = (192, 122, 44)) -> bytes:
    """A picture of one colour."""
    lines = (b"\0" + bytes(colour) * width) * height
    parts = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


PICTURE = png(120, 90)
