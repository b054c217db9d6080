package org.clipmeter.score;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.clipmeter.prompts.PromptIds;
import org.jspecify.annotations.Nullable;

/**
 * Decides how the file names of a folder are read, from the strongest evidence to the weakest: the whole stem as an id, a
 * leading id, a trailing id, the trailing index. A reading counts only if it gives every file a prompt, by index each
 * another one; if two of them contradict each other, or none fits, the folder is refused.
 */
final class NameChoice {
    /** The blocks of TIFA v1.0, whose ids are these words with a number. */
    private static final Set<String> TIFA_BLOCKS = Set.of("coco", "drawbench", "partiprompt", "paintskill");

    private final Catalogue prompts;
    private final List<NameReading> names;
    private final NameRefusals refuse;

    NameChoice(Images images, Catalogue prompts, List<NameReading> names) {
        this.prompts = prompts;
        this.names = names;
        this.refuse = new NameRefusals(images, prompts, names);
    }

    /** The reading that fits: {@link Key#ID} for whole stems, {@link Key#LEADING_ID}, {@link Key#TRAILING_ID}, {@link Key#INDEX}. */
    Key choose() {
        refuse.ifNamesHoldTwoIds();
        boolean rowNumbers = prompts.ids().rowNumbers();
        int[] whole = rowNumbers ? null : ifAll(NameReading::whole);
        int[] leading = rowNumbers && all(name -> name.whole() >= 0)
                ? null
                : ifAll(name -> name.first().place());
        int[] trailing = rowNumbers ? null : ifAll(name -> name.last().place());
        int[] index = indexPlaces();
        if (whole != null) {
            refuse.ifDifferent(whole, Key.ID, ifAll(name -> name.leading().place()), Key.LEADING_ID);
            refuse.ifDifferent(whole, Key.ID, ifAll(name -> name.trailing().place()), Key.TRAILING_ID);
            return Key.ID;
        }
        if (leading != null) {
            refuseColumnThatRepeats();
            refuseSamplesThatMayBeIds(leading, rowNumbers ? index : trailing, rowNumbers ? Key.INDEX : Key.TRAILING_ID);
            int[] middle = rowNumbers ? null : ifAll(name -> name.middle().place());
            if (middle != null && distinct(leading) < distinct(middle)) {
                throw refuse.idInTheMiddle();
            }
            return Key.LEADING_ID;
        }
        if (trailing != null) {
            if (!all(name -> name.last().isWord())) {
                refuseIdInTheMiddle();
                if (!all(name -> name.beforeTrailing().equals(names.get(0).beforeTrailing()))) {
                    throw refuse.differentBeginnings(NameReading::beforeTrailing, Key.TRAILING_ID);
                }
                refuse.ifDifferent(trailing, Key.TRAILING_ID, index, Key.INDEX);
            }
            return Key.TRAILING_ID;
        }
        if (index == null) {
            throw refuse.nothingFits();
        }
        checkIndex(index);
        return Key.INDEX;
    }

    /**
     * What {@link Key#ID} means for these names: whole stems with whichever of leading and trailing ids more of them have.
     */
    Key chooseId() {
        refuse.ifNamesHoldTwoIds();
        int[] leading = places(name -> name.first().place());
        int[] trailing = places(name -> name.last().place());
        long withLeading = known(leading);
        long withTrailing = known(trailing);
        if (withLeading == withTrailing) {
            refuseSamplesThatMayBeIds(leading, trailing, Key.TRAILING_ID);
        }
        return withLeading >= withTrailing ? Key.LEADING_ID : Key.TRAILING_ID;
    }

    /** In {@code 42_0, 42_1, …} either number may be the id if both always are one: then fewer samples than prompts decide. */
    private void refuseSamplesThatMayBeIds(int[] leading, int @Nullable [] other, Key key) {
        if (other != null && distinct(leading) < distinct(other)) {
            refuse.ifDifferent(leading, Key.LEADING_ID, other, key);
        }
    }

    private void checkIndex(int[] index) {
        if (!prompts.ids().rowNumbers() && someHaveIds(index)) {
            throw refuse.onlySome();
        }
        refuseIdInTheMiddle();
        String first = names.get(0).beforeIndex();
        if (!all(name -> name.beforeIndex().equals(first))) {
            throw refuse.differentBeginnings(NameReading::beforeIndex, Key.INDEX);
        }
        if (TIFA_BLOCKS.contains(first)) {
            throw refuse.tifaIds();
        }
        if (!prompts.isHead()) {
            throw refuse.indexInASample();
        }
        refuseColumnThatRepeats();
        int last = Arrays.stream(index).max().orElse(0);
        if (last >= prompts.ids().reliable() && prompts.ids().reliable() < prompts.count()) {
            throw refuse.rowsLeftOut();
        }
    }

    /** In {@code sd_862_3} the 3 may be the third sample of the prompt 862. Row numbers are no such evidence. */
    private void refuseIdInTheMiddle() {
        boolean words = names.stream().anyMatch(name -> name.middle().isWord());
        if (!prompts.ids().rowNumbers() && (words || all(name -> name.middle().isKnown()))) {
            throw refuse.idInTheMiddle();
        }
    }

    /**
     * Whether some names hold an id although others hold none: a whole name, a number that is not plainly a count, or a word
     * that belongs elsewhere than its index.
     */
    private boolean someHaveIds(int[] index) {
        boolean numbers = names.stream()
                .anyMatch(name -> name.trailing().isKnown() && !name.trailing().isWord());
        boolean whole = names.stream().anyMatch(name -> name.whole() >= 0);
        boolean words = IntStream.range(0, index.length)
                .anyMatch(i -> isElsewhere(names.get(i).leading(), index[i])
                        || isElsewhere(names.get(i).trailing(), index[i]));
        return whole || words || numbers && !countsFromZero();
    }

    private static boolean isElsewhere(NameReading.Part id, int place) {
        return id.isWord() && id.place() != place;
    }

    /** Whether the names count 0, 1, 2, … while no prompt has the id 0, so that their numbers can't be ids. */
    private boolean countsFromZero() {
        return prompts.known().find("0") < 0
                && names.stream().mapToLong(NameReading::index).max().orElse(-1) == names.size() - 1;
    }

    /** The numbers in the names may be those of a column that repeats values, which no row number can stand for. */
    private void refuseColumnThatRepeats() {
        PromptIds.Repeated repeated = prompts.ids().repeated();
        if (repeated == null) {
            return;
        }
        Set<String> values = repeated.values().stream()
                .map(value -> KnownIds.withoutZeros(KnownIds.number(value.strip())))
                .collect(java.util.stream.Collectors.toSet());
        boolean fromIt = all(name -> values.contains(KnownIds.withoutZeros(name.stem()))
                || values.contains(KnownIds.withoutZeros(name.leading().text()))
                || values.contains(Long.toString(name.index())));
        if (fromIt) {
            throw refuse.columnRepeats(repeated.column());
        }
    }

    private int @Nullable [] indexPlaces() {
        boolean fits = all(name -> name.index() >= 0 && name.index() < prompts.count())
                && names.stream().mapToLong(NameReading::index).distinct().count() == names.size();
        return fits ? places(name -> prompts.placeOf((int) name.index())) : null;
    }

    private int @Nullable [] ifAll(ToIntFunction<NameReading> place) {
        int[] places = places(place);
        return known(places) == places.length ? places : null;
    }

    private int[] places(ToIntFunction<NameReading> place) {
        return names.stream().mapToInt(place).toArray();
    }

    private boolean all(Predicate<NameReading> condition) {
        return names.stream().allMatch(condition);
    }

    private static long known(int[] places) {
        return Arrays.stream(places).filter(place -> place >= 0).count();
    }

    private static long distinct(int[] places) {
        return Arrays.stream(places).distinct().count();
    }
}
