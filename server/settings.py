"""What Larder was asked to do: options over `LARDER_*` variables over `larder.toml` over defaults."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from server.limits import UPLOAD
from server.refusal import Refusal

ROOT = Path(__file__).absolute().parent.parent
"""Where serve.py, index.html, app/, static/ and vendor/ lie."""

TOML = "larder.toml"


class Settings(BaseSettings):
    """Every setting, checked."""

    model_config = SettingsConfigDict(
        env_prefix="LARDER_", env_ignore_empty=True, toml_file=TOML, extra="forbid", frozen=True
    )

    media: Path | None = None
    """The library folder; None looks for ./media, then makes the demo."""
    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=0, le=65535)
    """None: 8484 or the next free one. 0: any free one."""
    data_dir: Path = ROOT / "data"
    no_browser: bool = False
    token: bool = False
    """Ask for the token even on this machine alone."""
    max_upload: int = Field(default=UPLOAD, ge=1)
    """Bytes of one upload."""
    quota: int = Field(default=10 * 1024**3, ge=0)
    """Bytes that one user may bring in all."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """More names this server is reached by, besides its own addresses."""

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("media", "data_dir")
    @classmethod
    def _home(cls, value: Path | None) -> Path | None:
        return value and value.expanduser().absolute()

    @property
    def guarded(self) -> bool:
        """Whether a token is needed: asked for, or other machines can reach us."""
        return self.token or not is_loopback(self.host)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Options, environment, larder.toml; no .env and no secrets folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def settings(given: Mapping[str, Any]) -> Settings:
    """The settings, `given` on the command line first. Raises Refusal for what makes no sense."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Refusal(_sentence(error)) from None
    except (TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Refusal(f"{TOML} can't be read ({error}); correct or remove it, then start again.") from None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"{TOML} sets {name!r}, which Larder does not know; remove that line, then start again."
    flag = "FOLDER" if name == "media" else "--" + name.replace("_", "-")
    return f"{flag} (or LARDER_{name.upper()}) does not take {first['input']!r}: {first['msg']}."
