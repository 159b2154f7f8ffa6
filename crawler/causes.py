"""Names why a page or a listing gave nothing, or not all: the words under which a crawl counts it."""

from enum import StrEnum


class Cause(StrEnum):
    """Why; each is counted under its own name in the record of a run."""

    ROBOTS = "robots"
    CRAWL_DELAY = "crawl_delay"
    RESTING_HOST = "resting_host"
    STOPPED = "stopped"
    HTTP_STATUS = "http_status"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    CUT_OFF = "cut_off"

    PRIVATE_ADDRESS = "private_address"
    OTHER_SCHEME = "other_scheme"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    DECOMPRESSION_BOMB = "decompression_bomb"
    BROKEN_COMPRESSION = "broken_compression"
    SLOW_DRIP = "slow_drip"
    HEADER_ABUSE = "header_abuse"

    NOT_A_LISTING = "not_a_listing"
    HUGE_LISTING = "huge_listing"
    XML_ENTITIES = "xml_entities"
    CALENDAR = "calendar"
    ADDRESS_TRAP = "address_trap"
    PARTLY_READ = "partly_read"
    NAMES_NOTHING = "names_nothing"

    NOT_HTML = "not_html"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    MARKUP_BOMB = "markup_bomb"
    MISLABELLED_ENCODING = "mislabelled_encoding"
    SOFT_404 = "soft_404"
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    BOT_WALL = "bot_wall"
    IRRELEVANT = "irrelevant"
    UNREADABLE = "unreadable"

    OTHER = "other"
