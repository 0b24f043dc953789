"""Spanish, or what looks like it."""

BLANK = " "
COMMON = """
de la que el en y a los se no un por con me una su para es al lo como más pero mi le del ya o este
sí porque esta cuando muy sin sobre también hay está todo hola gracias pedido desde tengo puedo
cuenta buenos días saludos hasta correo donde contraseña quiero nos error página favor ayer hoy
factura impresora problema pago después ahora dos otra vez ni contra ese eso ante ellos antes uno
les algo nada cliente envío dinero teléfono ordenador pantalla mensaje archivo semana hora minuto
tarjeta dirección nombre número botón producto tienda talla color cambio devolución reembolso llegó
enviado recibido roto caja recibo espera respuesta ayuda equipo oficina red servidor ventana
versión actualizar cancelar abrir cerrar funciona sigue siempre nunca pronto mañana tarde noche
lunes viernes bicicleta rueda cable batería foto adjunto nuevo nueva mismo misma posible urgente
necesito hacer decir tiene tienen puede pueden sale aparece intento intenté he ha han fue son será
sería sido
"""
STARTS = """
a ba be bi bo bu ca ce ci co cu cha cho cla cre cri cua da de di do du e en es fa fe fi fo fu fra
ga ge gi go gra gue gui ha he hi ho i in ja je ji jo ju la le li lo lu lla lle llo ma me mi mo mu
na ne ni no nu o pa pe pi po pu pla pre pri pro que qui ra re ri ro ru sa se si so su ta te ti to
tra tre tri tu u va ve vi vo ya yo za zo per con tran bar mar cor ter
"""
ENDS = """
a ar as ba bo ble ca cas ce cer ción ciones co cos cir da das de dad dades do dor dora dos es gar
go ja je jo la las le lla llo lo los ma mas me mente mi mo mos na nas ne ní no nos ña ño ón os pa
pe po que ra ras ré rio ría ro ron ros sa sas se sión so sos ta tas te ted tes tí to tor tos tro
tura va ves vo za zas zo ándo iendo aba aban ado ados ida idas
"""
FIRST_NAMES = """
Alba Alicia Ana Andrés/andres Ángela/angela Antonio Beatriz Carlos Carmen Clara Daniel David Diego
Elena Emilio Eva Fernando Gabriel Gloria Hugo Inés/ines Irene Isabel Javier Jorge José/jose Juan
Julia Laura Lucía/lucia Luis Manuel Marcos María/maria Marta Mateo Miguel Noelia Nuria Pablo Pedro
Pilar Rafael Raquel Rosa Sara Sergio Silvia Sofía/sofia Teresa Tomás/tomas Vera
"""
LAST_NAMES = """
Alonso Álvarez/alvarez Arias Blanco Bravo Cabrera Calvo Campos Cano Castro Cortés/cortes Cruz
Delgado Díaz/diaz Domínguez/dominguez Flores Fuentes Gallego Garrido Gil Gómez/gomez Guerrero
Herrera Ibáñez/ibanez Iglesias León/leon López/lopez Lozano Marín/marin Medina Molina Mora Moreno
Navarro Nieto Núñez/nunez Ortega Ortiz Pascual Peña/pena Prieto Ramos Reyes Romero Rubio Ruiz
Santos Serrano Soler Soto Suárez/suarez Torres Vargas Vega Vidal
"""
