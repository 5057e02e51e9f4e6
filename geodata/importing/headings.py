"""Headings of the templates and what else they may be called, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

# Template name to other headings; matched after folding (case, diacritics, signs).
ALSO: Mapping[str, tuple[str, ...]] = {
    "date": (
        *("visit_date", "response_date", "data", "ziua", "data vizitei", "data completării"),
        *("дата", "день", "дата визита", "day"),
    ),
    "planned_date": (
        *("data planificată", "data planificata a vizitei", "data preconizată"),
        *("плановая дата", "дата по плану", "запланированная дата", "date planned"),
    ),
    "status": ("starea", "statut", "statutul", "статус", "состояние"),
    "district": (
        *("district_code", "raion", "raionul", "raionul / municipiul", "municipiul", "район"),
        *("район / муниципий", "district / municipality", "rayon"),
    ),
    "locality": (
        *("locality_code", "localitate", "localitatea", "satul", "населённый пункт", "село"),
        *("village", "settlement"),
    ),
    "inspectorate": (
        *("inspectorate_code", "inspectorat", "inspectoratul", "inspectoratul de poliție"),
        *("инспекторат", "инспекторат полиции", "police inspectorate"),
    ),
    "mobile_centre": ("centrul mobil", "centru mobil", "мобильный центр", "mobile center"),
    "start": ("start_time", "ora de început", "început", "ora început", "начало", "start time"),
    "end": ("end_time", "ora de sfârșit", "sfârșit", "ora sfârșit", "конец", "end time"),
    "participants": ("participanți", "nr participanți", "участники", "число участников"),
    "participants_female": ("participante", "femei", "женщины", "women", "participants female"),
    "participants_male": ("participanți bărbați", "bărbați", "мужчины", "men"),
    "venue": ("locul", "loc", "место", "место проведения", "place"),
    "topics": ("teme", "temele", "subiecte", "темы", "topic"),
    "leaflet": ("leaflets", "pliante", "pliant", "листовки", "листовка"),
    "pen": ("pens", "pixuri", "pix", "ручки", "ручка"),
    "reflective_strip": (
        *("reflective_strips", "benzi reflectorizante", "bandă reflectorizantă"),
        *("светоотражающие ленты", "светоотражающая лента"),
    ),
    "screenings": ("proiecții", "video", "proiecții video", "показы", "показы видео"),
    "submission_id": (
        *("response_id", "_uuid", "uuid", "instance_id", "instanceid", "meta/instanceid"),
        *("_id", "id", "submission", "id răspuns", "номер анкеты", "nr"),
    ),
    "mode": ("modul", "modul de completare", "способ", "способ заполнения"),
    "sex": ("sexul", "gen", "genul", "пол", "gender"),
    "age_group": ("vârsta", "grupa de vârstă", "возраст", "возрастная группа", "age"),
    "residence": (
        *("mediul", "mediul de reședință", "mediu", "местность", "место проживания"),
        *("place of residence", "area"),
    ),
    "language": ("limba", "limba chestionarului", "язык", "язык анкеты"),
    "outlet": ("sursa media", "canal", "instituția media", "издание", "сми", "media outlet"),
    "kind": ("tip", "tipul", "тип", "вид", "type"),
    "title": ("titlu", "titlul", "заголовок", "название"),
    "audience": ("audiență", "audiența", "аудитория", "reach"),
    "unit": ("unitatea", "unitate", "teritoriu", "territory", "единица", "территория"),
    "residents": ("locuitori", "populație", "populația", "жители", "население", "population"),
    "source": ("sursa", "sursă", "источник"),
    "phone": (
        *("telefon", "telefonul", "nr de telefon", "număr de telefon", "tel", "telefoane"),
        *("телефон", "номер телефона", "телефоны", "telephone", "phone number", "duty phone"),
        *("unitatea de gardă", "дежурная часть"),
    ),
    "address": ("adresa", "adresă", "sediul", "адрес"),
    "email": (
        *("e-mail", "mail", "poșta electronică", "adresa de e-mail", "e-mail address"),
        *("эл. почта", "электронная почта", "почта"),
    ),
    "web": (
        *("pagina web", "site", "site web", "website", "web page", "url", "link"),
        *("сайт", "веб-страница", "веб-сайт", "adresa web"),
    ),
    "residents_2014": (
        *("residents 2014", "census 2014", "population 2014", "locuitori 2014", "populația 2014"),
        *("populație 2014", "recensământ 2014", "recensământul 2014", "население 2014"),
        *("жители 2014", "перепись 2014"),
    ),
    "code": (
        *("cod", "codul", "cuatm", "cod cuatm", "codul cuatm", "код", "код куатм", "stable id"),
        *("locality id", "id localitate", "cod unic"),
    ),
    "latitude": ("lat", "latitudine", "latitudinea", "широта", "y"),
    "longitude": ("lon", "lng", "long", "longitudine", "longitudinea", "долгота", "x"),
    "geometry": ("geom", "wkt"),
}
