"""What test clients share of static/ is what each would have read."""

from whitenoise.middleware import WhiteNoiseMiddleware

from tests import static_files


def test_every_service_has_the_files_that_it_would_have_read(monkeypatch):
    first, second = (WhiteNoiseMiddleware(lambda request: None) for _ in range(2))
    monkeypatch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", static_files._read)
    alone = WhiteNoiseMiddleware(lambda request: None)

    told = [{url: file.get_path_and_headers({}) for url, file in it.files.items()} for it in (second, alone)]
    assert told[0] == told[1]
    assert len(told[0]) > 100
    assert second.files == first.files
    assert second.files is not first.files


def test_a_folder_that_came_meanwhile_is_read_too(settings, tmp_path):
    WhiteNoiseMiddleware(lambda request: None)
    (tmp_path / "new.txt").write_text("new")
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, ("more", tmp_path)]

    assert "/static/more/new.txt" in WhiteNoiseMiddleware(lambda request: None).files
