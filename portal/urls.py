"""The site's addresses. Fixed ones first; below the root, data decides (`views.bodies.place`)."""

from django.urls import path, register_converter

from .admin_site import site as admin_site
from .views import (
    account,
    bodies,
    chart,
    commissions,
    editions,
    feedback,
    invitation,
    news,
    openid,
    pages,
    people,
    promises,
    regions,
    shared_texts,
    sign_in,
    styleguide,
    system,
)
from .views.desk import (
    accounts,
    contact_address,
    contacts,
    drafts,
    events,
    filling,
    grants,
    leaving,
    mailing,
    overview,
    own_way,
    renewing,
    requests,
    reviewing,
    rights,
    roster,
    roster_export,
    roster_import,
    sharing,
    steps,
    texts,
    texts_shown,
    together,
    who_may,
    word,
)
from .views.desk import feedback as desk_feedback
from .views.desk import help as help_views


class BodyPath:
    """One or two steps of lower-case words: "programomraden/tandvard"."""

    regex = r"[a-z0-9-]+(?:/[a-z0-9-]+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Base36(BodyPath):
    """The number of an account, as the mail about a new password writes it."""

    regex = r"[0-9A-Za-z]+"


class TextKey(BodyPath):
    """The number of a record; "ny" for a new one, with its draft's number once that is saved."""

    regex = r"[0-9]{1,18}|ny(?:-[0-9]{1,9})?"


register_converter(BodyPath, "body_path")
register_converter(TextKey, "text_key")
register_converter(Base36, "base36")

EDITION = "arbetsyta/versioner/<int:pk>/"
SECTION = EDITION + "avsnitt/<slug:key>/"
SHARED = "arbetsyta/gemensamma-texter/"
SHARED_VERSION = SHARED + "<slug:slug>/<int:number>/"
desk = [
    path("arbetsyta/", overview.overview, name="desk"),
    path("arbetsyta/uppdrag/", overview.commissions, name="desk_commissions"),
    path("arbetsyta/uppdrag/paborja/", overview.start, name="desk_start"),
    path("arbetsyta/word/", word.upload, name="desk_word"),
    path("arbetsyta/word/las-in/", word.take_in, name="desk_word_take_in"),
    path(EDITION + "word/", word.download, name="desk_word_download"),
    path("arbetsyta/kontakter/", contacts.contacts, name="desk_contacts"),
    path("arbetsyta/kontakter/<slug:kind>.csv", contacts.contacts_csv, name="desk_contacts_csv"),
    path(
        "arbetsyta/kontakter/<body_path:path>/",
        contact_address.address,
        name="desk_contact_address",
    ),
    path("arbetsyta/synpunkter/", desk_feedback.feedback_list, name="desk_feedback"),
    path(
        "arbetsyta/synpunkter/<int:pk>/klar/",
        desk_feedback.handle_feedback,
        name="desk_handle_feedback",
    ),
    path("arbetsyta/behorigheter/", rights.table, name="desk_rights"),
    path("arbetsyta/behorigheter/<slug:slug>/", rights.of_person, name="desk_rights_of"),
    path("arbetsyta/mina-behorigheter/", rights.mine, name="desk_my_rights"),
    path("arbetsyta/konton/", accounts.account_list, name="desk_accounts"),
    path("arbetsyta/konton/bjud-in/", accounts.invite, name="desk_invite"),
    path(
        "arbetsyta/konton/begaran/<int:pk>/",
        requests.access_request,
        name="desk_access_request",
    ),
    path("arbetsyta/konton/<int:pk>/", accounts.account, name="desk_account"),
    path("arbetsyta/konton/<int:pk>/<slug:name>/", accounts.switch, name="desk_switch_account"),
    path(
        "arbetsyta/inbjudningar/<int:pk>/skicka-igen/",
        accounts.invite_again,
        name="desk_invite_again",
    ),
    path(
        "arbetsyta/inbjudningar/<int:pk>/aterkalla/",
        accounts.revoke_invitation,
        name="desk_revoke_invitation",
    ),
    path("arbetsyta/ersattare/", grants.grant_list, name="desk_grants"),
    path("arbetsyta/ersattare/ny/", grants.give, name="desk_give_grant"),
    path("arbetsyta/ersattare/<int:pk>/aterkalla/", grants.take_back, name="desk_take_back"),
    path("arbetsyta/vem-far/<slug:of>/<path:place>/", who_may.who_may, name="desk_who_may"),
    path("arbetsyta/inklistrat/", word.pasted, name="desk_pasted"),
    path(EDITION, drafts.edition_page, name="desk_edition"),
    path(EDITION + "uppgifter/", drafts.details, name="desk_details"),
    path(EDITION + "nytt-avsnitt/", drafts.new_section, name="desk_new_section"),
    path(SECTION, drafts.section, name="desk_section"),
    path(SECTION + "flytta/", drafts.move_section, name="desk_move_section"),
    path(SECTION + "ta-bort/", drafts.take_out_section, name="desk_take_out_section"),
    path(SECTION + "ta-tillbaka/", drafts.put_back_section, name="desk_put_back_section"),
    path(SECTION + "kommentar/", drafts.comment, name="desk_comment"),
    path(EDITION + "kommentarer/<int:comment_pk>/los/", drafts.resolve, name="desk_resolve"),
    path(EDITION + "forhandsgranska/", reviewing.preview, name="desk_preview"),
    path(EDITION + "jamfor/", reviewing.compare, name="desk_compare"),
    path(EDITION + "arbetskopior/<int:number>/", reviewing.working_copy, name="desk_copy"),
    path(EDITION + "visa/", steps.show, name="desk_show"),
    path(EDITION + "godkann/", steps.approve, name="desk_approve"),
    path(EDITION + "steg/<slug:name>/", steps.step, name="desk_step"),
    path(EDITION + "ta-in/", renewing.renew, name="desk_renew"),
    path(EDITION + "jamfor-gemensam/", own_way.compare_shared, name="desk_compare_shared"),
    path(SECTION + "gor-egen/", own_way.make_own, name="desk_make_own"),
    path(SECTION + "gor-gemensam/", own_way.make_shared, name="desk_make_shared"),
    path(SHARED, sharing.texts, name="desk_sharing"),
    path(SHARED + "ny/", sharing.new_text, name="desk_new_shared"),
    path(SHARED + "<slug:slug>/", sharing.text, name="desk_shared"),
    path(SHARED + "<slug:slug>/ny-version/", sharing.start, name="desk_start_shared"),
    path(SHARED_VERSION + "utkast/", renewing.drafts, name="desk_shared_drafts"),
    path(SHARED_VERSION + "uppdrag/<body_path:path>/", renewing.reads, name="desk_shared_reads"),
    path(SHARED_VERSION + "samlat/", together.together, name="desk_together"),
    path(SHARED_VERSION + "avsnitt/<slug:key>/", sharing.sentences, name="desk_shared_section"),
]
TEXT = "arbetsyta/texter/<slug:kind>/<text_key:key>/"
texts_of_the_site = [
    path("arbetsyta/texter/", texts.text_list, name="desk_texts"),
    path(TEXT, texts.text_page, name="desk_text"),
    path(TEXT + "forhandsgranska/", texts_shown.preview, name="desk_text_preview"),
    path(TEXT + "jamfor/", texts_shown.compare_texts, name="desk_text_compare"),
    path(TEXT + "historik/", texts_shown.history, name="desk_text_history"),
    path(TEXT + "aterstall/<int:number>/", texts_shown.restore, name="desk_text_restore"),
    path(TEXT + "publicera/", texts_shown.publish_text, name="desk_text_publish"),
    path(TEXT + "slapp/", texts.drop, name="desk_text_drop"),
    path(TEXT + "granskad/", texts.reviewed, name="desk_text_reviewed"),
]
# After what has fixed words in the same place.
rosters = [
    path("arbetsyta/organ/", roster.bodies, name="desk_rosters"),
    path("arbetsyta/poster/angra/", roster.undo, name="desk_undo_roster"),
    path("arbetsyta/poster/avsluta/", leaving.end_many, name="desk_end_many"),
    path("arbetsyta/poster/<int:pk>/utse/", filling.fill, name="desk_fill_post"),
    path("arbetsyta/poster/<int:pk>/byt/", filling.change_holder, name="desk_change_holder"),
    path("arbetsyta/innehavare/<int:pk>/avsluta/", leaving.end, name="desk_end"),
    path("arbetsyta/innehavare/<int:pk>/ratta/", leaving.correct, name="desk_correct"),
    path("arbetsyta/organ/<body_path:path>/", roster.roster, name="desk_roster"),
]
trail = [
    path("arbetsyta/handelser/", events.events, name="desk_events"),
    path("arbetsyta/handelser/hamta.csv", events.events_csv, name="desk_events_csv"),
    path("arbetsyta/historik/<slug:of>/<path:place>/", events.history, name="desk_history"),
]
helping = [
    path("arbetsyta/hjalp/", help_views.help_page, name="desk_help"),
    path("arbetsyta/hjalp/<slug:slug>/", help_views.guide, name="desk_guide"),
]
mailing_lists = [
    path("arbetsyta/utskick/", mailing.mailing, name="desk_mailing"),
    path("arbetsyta/utskick/lista.csv", mailing.mailing_csv, name="desk_mailing_csv"),
    path("arbetsyta/utskick/lista.vcf", mailing.mailing_cards, name="desk_mailing_cards"),
]
ROSTERS = "arbetsyta/organ/las-in/"
# Before the pages of bodies, whose addresses could be the same.
roster_files = [
    path(ROSTERS, roster_import.upload, name="desk_roster_import"),
    path(ROSTERS + "mall.<slug:form>", roster_import.blank, name="desk_roster_blank"),
    path(ROSTERS + "<uuid:pk>/", roster_import.preview, name="desk_roster_preview"),
    path(ROSTERS + "<uuid:pk>/kolumner/", roster_import.columns, name="desk_roster_columns"),
    path(ROSTERS + "<uuid:pk>/gor/", roster_import.carry_out, name="desk_roster_carry_out"),
    path(ROSTERS + "<uuid:pk>/ta-bort/", roster_import.discard, name="desk_roster_discard"),
    path(ROSTERS + "<uuid:pk>/rader.<slug:form>", roster_import.refused, name="desk_roster_rows"),
    path("arbetsyta/organ/lista/", roster_export.export, name="desk_roster_export"),
]
# By the names that allauth knows them by.
FORGOTTEN = "logga-in/glomt-losenord/"
REGION_SIGN_IN = "logga-in/region/<slug:provider_id>/"
signing_in = [
    path("logga-in/", sign_in.sign_in, name="account_login"),
    path("logga-ut/", sign_in.sign_out, name="account_logout"),
    path("logga-in/kod/", sign_in.second_step, name="mfa_authenticate"),
    path("logga-in/avstangt/", sign_in.inactive, name="account_inactive"),
    path(FORGOTTEN, sign_in.forgotten, name="account_reset_password"),
    path(FORGOTTEN + "skickat/", sign_in.forgotten_sent, name="account_reset_password_done"),
    path(
        FORGOTTEN + "klart/",
        sign_in.password_chosen,
        name="account_reset_password_from_key_done",
    ),
    path(
        FORGOTTEN + "<base36:uidb36>-<str:key>/",
        sign_in.choose_password,
        name="account_reset_password_from_key",
    ),
    path(REGION_SIGN_IN, openid.begin, name="openid_connect_login"),
    path(REGION_SIGN_IN + "svar/", openid.answer, name="openid_connect_callback"),
    path("logga-in/begar-behorighet/", openid.ask_access, name="ask_access"),
    path("logga-in/begar-behorighet/sparad/", openid.access_asked, name="access_asked"),
]
own_account = [
    path("konto/", account.overview, name="account"),
    path("konto/losenord/", account.password, name="account_change_password"),
    path("konto/tvasteg/", account.factor, name="mfa_index"),
    path("konto/tvasteg/aktivera/", account.enrol, name="mfa_activate_totp"),
    path("konto/tvasteg/stang-av/", account.turn_off, name="mfa_deactivate_totp"),
    path("konto/reservkoder/", account.recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/reservkoder/nya/", account.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "konto/reservkoder/hamta/", account.recovery_codes_file, name="mfa_download_recovery_codes"
    ),
    path("konto/inloggningar/", account.session_list, name="usersessions_list"),
    path("konto/inloggningar/<int:pk>/logga-ut/", account.end_one, name="end_session"),
    path("konto/bekrafta/losenord/", account.confirm_by_password, name="account_reauthenticate"),
    path("konto/bekrafta/kod/", account.confirm_by_code, name="mfa_reauthenticate"),
]
urlpatterns = [
    path("", pages.home, name="home"),
    path("organisation/", pages.organisation, name="organisation"),
    path("synpunkter/", feedback.feedback, name="feedback"),
    path("synpunkter/tack/", feedback.thanks, name="feedback_thanks"),
    path("loften/", promises.promises, name="promises"),
    path("loften/<int:number>/", promises.promise, name="promise"),
    path("organisation/skiss/", chart.small, name="chart"),
    path("organisation/skiss/stor/", chart.large, name="large_chart"),
    path("nytt/", news.news, name="news"),
    path("gemensamma-texter/", shared_texts.shared_texts, name="shared_texts"),
    *editions.addresses("gemensamma-texter/<slug:slug>/", shared_texts.find_shared_text),
    path("regioner/", regions.regions, name="regions"),
    path("regioner/<slug:slug>/", regions.region, name="region"),
    path("personer/<slug:slug>/", people.person, name="person"),
    path("stilguide/", styleguide.style_guide, name="style_guide"),
    path("logga-in/", sign_in.sign_in, name="sign_in"),
    path("logga-ut/", sign_in.sign_out, name="sign_out"),
    path("inbjudan/klar/", invitation.invitation_done, name="invitation_done"),
    path("inbjudan/<slug:token>/", invitation.invitation, name="invitation"),
    *signing_in,
    *own_account,
    *roster_files,
    *desk,
    *texts_of_the_site,
    *rosters,
    *trail,
    *helping,
    *mailing_lists,
    path("admin/", admin_site.urls),
    path("favicon.ico", system.favicon, name="favicon"),
    path("livez", system.livez, name="livez"),
    path("readyz", system.readyz, name="readyz"),
    path("robots.txt", system.robots, name="robots"),
    path("sitemap.xml", system.sitemap, name="sitemap"),
    *editions.addresses("<body_path:path>/uppdrag/", commissions.find_commission),
    path("<body_path:path>/", bodies.place, name="place"),
]
handler400 = "portal.views.system.bad_request"
handler403 = "portal.views.system.forbidden"
handler404 = "portal.views.system.not_found"
handler429 = "portal.views.sign_in.too_many"
handler500 = "portal.views.system.server_error"
