"""Whatever is written is found again, in any language, on both engines."""

from helpdesk import search
from tests.cast import Desk
from tests.search.helpers import found, written

TEXTS = {
    "Не приходит письмо для подтверждения. Ёлка, мой йод.": ("ПИСЬМО", "елка", "йод", "подтвержд*"),
    "Не працює кнопка «Надіслати», п'ять їжаків": ("кнопка", "надіслати", "п'ять", "їжаків"),
    "货到了,但是少了一个零件。": ("零件", "少了一个", "货", "件", '"一个零件"'),
    "自転車のブレーキが効きません": ("ブレーキ", "自転車", "効きません", "車"),
    "주문한 자전거가 도착하지 않았습니다": ("자전거", "도착", "않았습니다"),
    "لم أستلم الطَّلَب بعد، رقم ٤٥١٢": ("الطلب", "استلم", "4512", "أستلم"),
    "לא קיבלתי את ההזמנה": ("ההזמנה", "קיבלתי"),
    "Die Straße ist naß, Größe über Maß": ("strasse", "GRÖSSE", "uber", "mass", "Straße"),
    "Işık İSTANBUL'da çalışmıyor": ("isik", "istanbul", "ışık", "calismiyor"),
    "Tôi không nhận được đơn hàng": ("khong", "được", "duoc", '"đơn hàng"', "don"),
    "¿Pueden cambiar la dirección de l'envío?": ("direccion", "envío", "DIRECCIÓN"),
    "ไม่ได้รับสินค้า": ("สินค้า", "ไม่ได้"),
    "मुझे ऑर्डर नहीं मिला": ("ऑर्डर", "नहीं"),
    "Error E-14 at 10.0.0.1, IMEI 490154203237518, v2.4.1": ("e-14", "10.0.0.1", "490154203237518"),
}


def test_each_language(desk: Desk) -> None:
    made = {text: desk.ticket("Ticket", text=text).id for text in TEXTS}
    for text, queries in TEXTS.items():
        for typed in queries:
            assert found(desk.anna, typed) == [made[text]], typed


def test_what_is_marked(desk: Desk) -> None:
    desk.ticket("Größe", text="货到了,但是少了一个零件。 STRASSE und Straße, مُحَمَّد")
    for typed, marked in {
        "零件": "一个[零件]。",
        "straße": "[STRASSE] und [Straße],",
        "محمد": "[مُحَمَّد]",
        "grosse": "货",
    }.items():
        (hit,) = search.find(desk.anna, typed).rows
        assert marked in written(hit.snippet), typed
    assert written(search.find(desk.anna, "GROSSE").rows[0].subject) == "[Größe]"


def test_signs_far_apart_are_no_word(desk: Desk) -> None:
    desk.ticket("A", text="行自 车行 自车")
    there = desk.ticket("B", text="我的自行车")
    assert found(desk.anna, "自行车") == [there.id]
