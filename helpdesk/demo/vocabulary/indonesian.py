"""Indonesian, or what looks like it."""

BLANK = " "
COMMON = """
yang dan di saya tidak ini itu untuk dengan dari ada sudah ke bisa pada kami akan mohon juga karena
pesanan bagaimana masih tapi terima kasih atau saat apa belum lagi kalau jika kata sandi akun
halaman email hari sejak kemarin besok pagi siang malam selamat barang kirim dikirim pengiriman
bayar pembayaran uang faktur nomor alamat nama kartu tombol layar komputer telepon pencetak berkas
pesan jawaban pertanyaan masalah bantuan tolong mau ingin harus perlu minta minggu jam menit senin
jumat setelah sebelum tanpa melalui antara oleh sangat selalu pernah segera baru lama lain sama
pertama kedua kali dua tiga banyak sedikit semua setiap beberapa hanya saja sampai sekarang nanti
ketika buka tutup perbarui batal rusak salah benar kotak ukuran warna ganti kembali pengembalian
terima diterima tunggu menunggu masuk keluar kabel jendela jaringan versi sepeda roda baterai foto
pelanggan kantor toko sistem mesin peramban peladen lampiran catatan laporan tanggal bukti muncul
klik coba mencoba
"""
STARTS = """
a ba be ber bi bo bu ca ce ci co cu da de di do du e ga ge gi go gu ha he hi hu i ja je ji jo ju ka
ke ki ko ku la le li lo lu ma me mem men meng mi mo mu na ne ni nu nya o pa pe pem pen per pi po pu
ra re ri ro ru sa se si so su ta te ter ti to tu u wa wi ya yu ke keter diper mempe penge seke
"""
ENDS = """
an ang at bal ban bang bar bat buh dah dak dan dang dap dar di duk duh gah gal gan gang gar gi gus
ha hal han hari hat ik ing ir it jak jan jar ji ju ka kah kal kan kang kar kat ki kit ku kut la lah
lak lam lan lang lar lat li ling luk ma mah mal man mana mar mat mi muk na nah nan nang nar ni nya
pa pah pan pang par pat ra rah ram ran rang ras rat ri ruh rus sa sah sak sal san sang sar sat si
suk ta tah tak tal tan tang tar tas ti tu tuk tung wa wah wan ya yang yar
"""
FIRST_NAMES = """
Adi Agus Aisyah Andi Anisa Arif Ayu Bagus Bambang Bayu Budi Citra Dedi Desi Dewi Dian Dika Dwi Eka
Eko Fajar Fitri Gita Hadi Hana Hendra Indah Indra Intan Joko Kartika Lestari Lina Maya Mega Nia Nur
Putra Putri Rahma Rangga Ratna Rina Rini Rizki Sari Sinta Siti Surya Taufik Tri Wati Wayan Yanti
Yudi
"""
LAST_NAMES = """
Adiputra Anggraini Ardiansyah Budiman Cahyadi Darmawan Firmansyah Gunawan Hakim Halim Handayani
Hartono Hidayat Irawan Iskandar Kurniawan Kusuma Maharani Mahendra Maulana Nasution Nugroho
Nurhayati Permata Prabowo Pratama Puspita Rahayu Ramadhan Saputra Santoso Setiawan Simanjuntak
Siregar Subagyo Sudirman Suharto Sulistyo Suryadi Susanto Utami Wahyuni Wibowo Widodo Wijaya
Wulandari Yulianto
"""
