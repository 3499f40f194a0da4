"""The workspace's addresses, below /arbetsyta/."""

from django.urls import path

from .views.desk import (
    accounts,
    activities,
    commenting,
    commission_list,
    composition,
    composition_rules,
    contact_address,
    contacts,
    coverage,
    drafts,
    duties,
    events,
    files,
    filling,
    follow_up,
    goals,
    governing,
    grants,
    handovers,
    leaving,
    lives,
    mailing,
    measurement_import,
    measurements,
    merging,
    overview,
    own_way,
    plans,
    renewing,
    requests,
    reviewing,
    rights,
    roster,
    roster_export,
    roster_import,
    rotations,
    rotations_changing,
    rotations_excepting,
    sharing,
    silences,
    steps,
    texts,
    texts_shown,
    together,
    undoing,
    wanting_files,
    who_may,
    word,
)
from .views.desk import feedback as desk_feedback
from .views.desk import help as help_views

EDITION = "versioner/<int:pk>/"
SECTION = EDITION + "avsnitt/<slug:key>/"
ACTIVITY = EDITION + "aktiviteter/<int:number>/"
FILE = EDITION + "filer/<int:file>/"
SHARED = "gemensamma-texter/"
SHARED_VERSION = SHARED + "<slug:slug>/<int:number>/"
TURNS = "turordningar/"
TURN = TURNS + "<int:pk>/"
turns = [
    path(TURNS, rotations.schemes, name="desk_rotations"),
    path(TURNS + "ny/", rotations_changing.new, name="desk_new_rotation"),
    path(TURN, rotations.scheme, name="desk_rotation"),
    path(TURN + "byt/", rotations_excepting.swap, name="desk_rotation_swap"),
    path(TURN + "flytta/", rotations_excepting.move, name="desk_rotation_move"),
    path(TURN + "tillfallig/", rotations_excepting.interim, name="desk_rotation_interim"),
    path(TURN + "ny-ordning/", rotations_changing.order, name="desk_rotation_order"),
    path(TURN + "avsluta/", rotations_changing.last_day, name="desk_rotation_last_day"),
    path(TURN + "ta-tillbaka/", rotations_changing.without, name="desk_rotation_without"),
    path(
        TURNS + "undantag/<int:pk>/ta-tillbaka/",
        rotations_excepting.without_exception,
        name="desk_rotation_without_exception",
    ),
    path(
        TURNS + "ordning/<int:pk>/ta-tillbaka/",
        rotations_changing.without_order,
        name="desk_rotation_without_order",
    ),
]
handed_over = [
    path(TURNS + "overlamningar/", handovers.handovers, name="desk_handovers"),
    path(
        TURNS + "overlamning/<body_path:path>/<day:day>/",
        handovers.handover,
        name="desk_handover",
    ),
]
desk = [
    path("", overview.overview, name="desk"),
    path("uppdrag/", commission_list.commissions, name="desk_commissions"),
    path("uppdrag/paborja/", commission_list.start, name="desk_start"),
    path("word/", word.upload, name="desk_word"),
    path("word/las-in/", word.take_in, name="desk_word_take_in"),
    path(EDITION + "word/", word.download, name="desk_word_download"),
    path("kontakter/", contacts.contacts, name="desk_contacts"),
    path("kontakter/<slug:kind>.csv", contacts.contacts_csv, name="desk_contacts_csv"),
    path(
        "kontakter/<body_path:path>/",
        contact_address.address,
        name="desk_contact_address",
    ),
    path("synpunkter/", desk_feedback.feedback_list, name="desk_feedback"),
    path(
        "synpunkter/<int:pk>/klar/",
        desk_feedback.handle_feedback,
        name="desk_handle_feedback",
    ),
    path("behorigheter/", rights.table, name="desk_rights"),
    path("behorigheter/<slug:slug>/", rights.of_person, name="desk_rights_of"),
    path("mina-behorigheter/", rights.mine, name="desk_my_rights"),
    path("konton/", accounts.account_list, name="desk_accounts"),
    path("konton/bjud-in/", accounts.invite, name="desk_invite"),
    path(
        "konton/begaran/<int:pk>/",
        requests.access_request,
        name="desk_access_request",
    ),
    path("konton/<int:pk>/", accounts.account, name="desk_account"),
    path("konton/<int:pk>/<slug:name>/", accounts.switch, name="desk_switch_account"),
    path(
        "inbjudningar/<int:pk>/skicka-igen/",
        accounts.invite_again,
        name="desk_invite_again",
    ),
    path(
        "inbjudningar/<int:pk>/aterkalla/",
        accounts.revoke_invitation,
        name="desk_revoke_invitation",
    ),
    path("ersattare/", grants.grant_list, name="desk_grants"),
    path("ersattare/ny/", grants.give, name="desk_give_grant"),
    path("ersattare/<int:pk>/aterkalla/", grants.take_back, name="desk_take_back"),
    path("vem-far/<slug:of>/<path:place>/", who_may.who_may, name="desk_who_may"),
    path("inklistrat/", word.pasted, name="desk_pasted"),
    path(EDITION, drafts.edition_page, name="desk_edition"),
    path("filer/", wanting_files.wanting_files, name="desk_wanting_files"),
    path("planer/", plans.plans, name="desk_plans"),
    path("planer/uppfoljning/<body_path:path>/", follow_up.follow_up, name="desk_follow_up"),
    path("planer/ny/", plans.begin, name="desk_begin_plan"),
    path(EDITION + "ny-aktivitet/", activities.new_activity, name="desk_new_activity"),
    path(ACTIVITY, activities.activity, name="desk_activity"),
    path(EDITION + "hamta-fran-planen/", activities.fetch_from_plan, name="desk_fetch_from_plan"),
    path(ACTIVITY + "flytta/", activities.move_activity, name="desk_move_activity"),
    path(ACTIVITY + "ta-bort/", activities.take_out_activity, name="desk_take_out_activity"),
    path(ACTIVITY + "ta-tillbaka/", activities.put_back_activity, name="desk_put_back_activity"),
    path(EDITION + "uppgifter/", drafts.details, name="desk_details"),
    path(EDITION + "nytt-avsnitt/", drafts.new_section, name="desk_new_section"),
    path(SECTION, drafts.section, name="desk_section"),
    path(SECTION + "flytta/", drafts.move_section, name="desk_move_section"),
    path(SECTION + "ta-bort/", drafts.take_out_section, name="desk_take_out_section"),
    path(SECTION + "ta-tillbaka/", drafts.put_back_section, name="desk_put_back_section"),
    path(SECTION + "kommentar/", commenting.comment, name="desk_comment"),
    path(EDITION + "kommentarer/<int:comment_pk>/los/", commenting.resolve, name="desk_resolve"),
    path(EDITION + "filer/ny/", files.add, name="desk_file_add"),
    path(FILE, files.change, name="desk_file"),
    path(FILE + "hamta/", files.get, name="desk_file_get"),
    path(FILE + "flytta/", files.move, name="desk_file_move"),
    path(FILE + "ta-bort/", files.take_out, name="desk_file_take_out"),
    path(FILE + "ta-tillbaka/", files.put_back, name="desk_file_put_back"),
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
TEXT = "texter/<slug:kind>/<text_key:key>/"
texts_of_the_site = [
    path("texter/", texts.text_list, name="desk_texts"),
    path(TEXT, texts.text_page, name="desk_text"),
    path(TEXT + "forhandsgranska/", texts_shown.preview, name="desk_text_preview"),
    path(TEXT + "jamfor/", texts_shown.compare_texts, name="desk_text_compare"),
    path(TEXT + "historik/", texts_shown.history, name="desk_text_history"),
    path(TEXT + "aterstall/<int:number>/", texts_shown.restore, name="desk_text_restore"),
    path(TEXT + "publicera/", texts_shown.publish_text, name="desk_text_publish"),
    path(TEXT + "slapp/", texts.drop, name="desk_text_drop"),
    path(TEXT + "granskad/", texts.reviewed, name="desk_text_reviewed"),
]
COMPOSED = "organ/<body_path:path>/sammansattning/"
# After what has fixed words in the same place.
rosters = [
    path("organ/", roster.bodies, name="desk_rosters"),
    path("poster/angra/", roster.undo, name="desk_undo_roster"),
    path("poster/avsluta/", leaving.end_many, name="desk_end_many"),
    path("poster/<int:pk>/utse/", filling.fill, name="desk_fill_post"),
    path("poster/<int:pk>/byt/", filling.change_holder, name="desk_change_holder"),
    path("personer/<int:pk>/sla-ihop/", merging.merge_people, name="desk_merge"),
    path("innehavare/<int:pk>/avsluta/", leaving.end, name="desk_end"),
    path("innehavare/<int:pk>/ratta/", leaving.correct, name="desk_correct"),
    path("innehavare/<int:pk>/angra/", undoing.undo_latest, name="desk_undo_latest"),
    path(COMPOSED, composition.composition, name="desk_composition"),
    path(COMPOSED + "skapa/", composition.make, name="desk_composition_make"),
    path(COMPOSED + "angra/", composition.undo, name="desk_composition_undo"),
    path(COMPOSED + "ny-regel/", composition_rules.add, name="desk_rule_add"),
    path(COMPOSED + "<int:pk>/", composition_rules.change, name="desk_rule_change"),
    path(COMPOSED + "<int:pk>/avsluta/", composition_rules.end, name="desk_rule_end"),
    path("organ/<body_path:path>/", roster.roster, name="desk_roster"),
]
trail = [
    path("handelser/", events.events, name="desk_events"),
    path("handelser/hamta.csv", events.events_csv, name="desk_events_csv"),
    path("historik/<slug:of>/<path:place>/", events.history, name="desk_history"),
]
helping = [
    path("hjalp/", help_views.help_page, name="desk_help"),
    path("hjalp/<slug:slug>/", help_views.guide, name="desk_guide"),
]
OWED = "planer-och-rapporter/"
DUTIES = OWED + "vad-som-ska-lamnas/"
owed = [
    path(OWED, coverage.coverage, name="desk_coverage"),
    path(DUTIES, duties.duties, name="desk_duties"),
    path(DUTIES + "ny/", duties.new, name="desk_duty_new"),
    path(DUTIES + "<int:pk>/avsluta/", duties.end, name="desk_duty_end"),
    path(DUTIES + "<int:pk>/undantag/", duties.adjust, name="desk_duty_adjust"),
    path(
        DUTIES + "undantag/<int:pk>/ta-tillbaka/",
        duties.take_back,
        name="desk_duty_take_back",
    ),
]
STEERING = "styrande-dokument/"
steering = [
    path(STEERING, governing.governing, name="desk_governing"),
    path(STEERING + "ny/", governing.begin, name="desk_begin_governing"),
]
AIMS = "mal/"
READ_IN = AIMS + "las-in/"
OF_BODY, AIM = AIMS + "organ/<body_path:path>/", AIMS + "<int:pk>/"
aims = [
    path(AIMS, goals.goals, name="desk_goals"),
    path(READ_IN, measurement_import.upload, name="desk_measurements_import"),
    path(READ_IN + "lista/", measurement_import.to_fill_in, name="desk_measurements_list"),
    path(READ_IN + "<uuid:pk>/", measurement_import.preview, name="desk_measurements_preview"),
    path(
        READ_IN + "<uuid:pk>/kolumner/",
        measurement_import.columns,
        name="desk_measurements_columns",
    ),
    path(
        READ_IN + "<uuid:pk>/gor/",
        measurement_import.carry_out,
        name="desk_measurements_carry_out",
    ),
    path(
        READ_IN + "<uuid:pk>/rader.<slug:form>",
        measurement_import.refused,
        name="desk_measurements_rows",
    ),
    path(
        READ_IN + "<uuid:pk>/ta-bort/",
        measurement_import.discard,
        name="desk_measurements_discard",
    ),
    path(
        READ_IN + "<uuid:pk>/angra/",
        measurement_import.take_back,
        name="desk_measurements_take_back",
    ),
    path(OF_BODY + "nytt/", goals.new, name="desk_goal_new"),
    path(OF_BODY, goals.of_body, name="desk_body_goals"),
    path(AIM, measurements.goal, name="desk_goal"),
    path(AIM + "andra/", goals.change, name="desk_goal_change"),
    path(AIM + "malvarde/", goals.new_target, name="desk_target_new"),
    path(AIMS + "malvarden/<int:pk>/", goals.target, name="desk_target"),
    path(AIM + "perioder/<day:first>/", measurements.period, name="desk_period"),
    path(AIM + "andringar/", measurements.history, name="desk_goal_history"),
    path(AIMS + "andringar/<int:pk>/angra/", measurements.undo, name="desk_measurement_undo"),
]
mailing_lists = [
    path("utskick/", mailing.mailing, name="desk_mailing"),
    path("utskick/lista.csv", mailing.mailing_csv, name="desk_mailing_csv"),
    path("utskick/lista.vcf", mailing.mailing_cards, name="desk_mailing_cards"),
]
BODY = "organ/<body_path:path>/"
# Before the pages of bodies, whose addresses could be the same.
lives_of_bodies = [
    path("organ/ny/", lives.start, name="desk_start_body"),
    path(BODY + "forandra/", lives.hub, name="desk_life"),
    path(BODY + "forandra/angra/", lives.undo, name="desk_undo_life"),
    path(BODY + "forandra/avsluta/", lives.end, name="desk_end_body"),
    path(BODY + "forandra/ersatt/", lives.replace, name="desk_replace_body"),
    path(BODY + "forandra/sla-ihop/", lives.merge, name="desk_merge_bodies"),
    path(BODY + "forandra/flytta/", lives.move, name="desk_move_body"),
    path(BODY + "forandra/byt-namn/", lives.rename, name="desk_rename_body"),
]
ROSTERS = "organ/las-in/"
# Before the pages of bodies, whose addresses could be the same.
roster_files = [
    path(ROSTERS, roster_import.upload, name="desk_roster_import"),
    path(ROSTERS + "mall.<slug:form>", roster_import.blank, name="desk_roster_blank"),
    path(ROSTERS + "<uuid:pk>/", roster_import.preview, name="desk_roster_preview"),
    path(ROSTERS + "<uuid:pk>/kolumner/", roster_import.columns, name="desk_roster_columns"),
    path(ROSTERS + "<uuid:pk>/gor/", roster_import.carry_out, name="desk_roster_carry_out"),
    path(ROSTERS + "<uuid:pk>/ta-bort/", roster_import.discard, name="desk_roster_discard"),
    path(ROSTERS + "<uuid:pk>/rader.<slug:form>", roster_import.refused, name="desk_roster_rows"),
    path("organ/lista/", roster_export.export, name="desk_roster_export"),
]
SILENT = "tystade/"
silenced = [
    path(SILENT, silences.silent, name="desk_silent"),
    path(SILENT + "<int:pk>/visa-igen/", silences.lift, name="desk_lift_silence"),
    path(SILENT + "<slug:code>/<str:key>/", silences.silence, name="desk_silence"),
]
urlpatterns = [
    *roster_files,
    *lives_of_bodies,
    *desk,
    *turns,
    *handed_over,
    *texts_of_the_site,
    *rosters,
    *trail,
    *helping,
    *owed,
    *aims,
    *steering,
    *mailing_lists,
    *silenced,
]
