import pytest

from watchkeep.kernel import meaning
from watchkeep.kernel.meaning import pieces

needs_model = pytest.mark.skipif(not meaning.is_available(), reason="there is no sentence model on this platform")


class TestPieces:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Reset your password!", "[CLS] reset your password ! [SEP]"),
            ("naïve Café\u200b", "[CLS] naive cafe [SEP]"),
            ("unaffordable", "[CLS] una ##ff ##ord ##able [SEP]"),
            ("db-prod_01", "[CLS] db - pro ##d _ 01 [SEP]"),
            ("中文 $x", "[CLS] 中 文 $ x [SEP]"),
            ("x" * 101, "[CLS] [UNK] [SEP]"),
            ("", "[CLS] [SEP]"),
        ],
    )
    def test_words_are_cut_as_the_model_learnt_them(self, text, found):
        words = {number: piece for piece, number in pieces.vocabulary().items()}
        assert " ".join(words[number] for number in pieces.numbers(text, 256)) == found

    def test_a_long_text_is_read_as_far_as_the_model_reads(self):
        assert len(pieces.numbers("word " * 1000, 256)) == 256


@needs_model
class TestVectors:
    def test_the_same_in_other_words_is_nearer_than_something_else(self):
        asked, same, other = meaning.vectors(["I cannot log in", "My account is locked", "The printer is out of paper"])
        assert asked @ same > asked @ other + 0.2

    def test_a_text_means_the_same_alone_and_among_others(self):
        alone = meaning.vectors(["A short text"])[0]
        among = meaning.vectors(
            ["A much longer text with many more words in it, so that rows are padded", "A short text"]
        )
        assert alone @ among[1] == pytest.approx(1.0, abs=0.01)

    def test_what_was_kept_points_the_same_way(self):
        rows = meaning.vectors(["One", "Two"])
        again = meaning.from_bytes(meaning.to_bytes(rows))
        assert (rows * again).sum(axis=1) == pytest.approx([1, 1], abs=0.001)

    def test_a_shelf_finds_the_nearest_of_those_that_fit_and_forgets_what_stood_there(self):
        shelf, (one, two) = meaning.Shelf(), meaning.vectors(["Reset a password", "Buy paper"])
        assert shelf.nearest(one, 3, lambda marks, _keys: marks >= 0) == {}
        shelf.put([7, 9], [one, two], [1, 2])
        assert next(iter(shelf.nearest(one, 1, lambda marks, _keys: marks >= 0))) == 7
        assert list(shelf.nearest(one, 3, lambda marks, _keys: marks == 2)) == [9]
        assert list(shelf.nearest(one, 3, lambda _marks, keys: meaning.among(keys, [9]))) == [9]
        shelf.put([7], [two], [1])
        assert max(shelf.nearest(one, 3, lambda marks, _keys: marks >= 0).values()) < 0.9
