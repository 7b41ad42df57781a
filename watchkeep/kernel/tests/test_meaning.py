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
        shelf.put([7, 9], meaning.to_bytes([one, two]), [1, 2])
        assert next(iter(shelf.nearest(one, 1, lambda marks, _keys: marks >= 0))) == 7
        assert list(shelf.nearest(one, 3, lambda marks, _keys: marks == 2)) == [9]
        assert list(shelf.nearest(one, 3, lambda _marks, keys: meaning.among(keys, [9]))) == [9]
        shelf.put([7], meaning.to_bytes([two]), [1])
        assert max(shelf.nearest(one, 3, lambda marks, _keys: marks >= 0).values()) < 0.9
        shelf.mark([7, 11], -1)
        assert list(shelf.nearest(two, 3, lambda marks, _keys: marks >= 0)) == [9]

    def test_of_many_rows_those_whose_signs_are_alike_are_compared(self):
        np = pytest.importorskip("numpy")
        chance = np.random.default_rng(3)
        rows = chance.normal(size=(5000, meaning.DIMENSIONS))
        wanted = rows[4321] / np.linalg.norm(rows[4321])
        rows[17] = rows[4321] + chance.normal(scale=0.5, size=meaning.DIMENSIONS)
        shelf = meaning.Shelf()
        for first in range(0, len(rows), 1000):
            keys = range(first, first + 1000)
            shelf.put(keys, meaning.to_bytes(rows[first : first + 1000]), [key % 2 for key in keys])
        assert list(shelf.nearest(wanted, 2, lambda marks, _keys: marks >= 0)) == [4321, 17]
        assert 4321 not in shelf.nearest(wanted, 5000, lambda marks, _keys: marks == 0)

    def test_the_nearest_of_a_group_counts(self):
        one, two = meaning.vectors(["Reset a password", "Buy paper"])
        groups = [meaning.to_bytes([two]), meaning.to_bytes([two, one])]
        assert meaning.nearest_of(groups, one) == pytest.approx([one @ two, 1], abs=0.01)
        assert meaning.nearest_of([], one) == []
