package org.clipmeter.pairs;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.clipmeter.pairs.names.FileNameReading;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.pairs.names.SampleCounts;
import org.clipmeter.prompts.IdColumn;
import org.clipmeter.prompts.TifaReader;
import org.jspecify.annotations.Nullable;

/**
 * Decides how the file names of a folder are read, from the strongest evidence to the weakest: the whole stem as an id, a
 * leading id, a trailing id, the trailing index. A reading counts only if it gives every file a prompt, by index each
 * another one; if two of them contradict each other, or none fits, the folder is refused.
 */
final class NameChoice {
    /** The blocks of TIFA v1.0, whose ids are these words with a number. */
    private final Catalogue prompts;

    private final List<FileNameReading> names;
    private final NameRefusals refuse;
    private final OtherColumns otherColumns;

    NameChoice(Images images, Catalogue prompts, List<FileNameReading> names) {
        this.prompts = prompts;
        this.names = names;
        this.refuse = new NameRefusals(images, prompts, names);
        this.otherColumns = new OtherColumns(images, prompts, names);
    }

    /** The reading that fits all names. */
    FileNameKey choose() {
        FileNameKey reading = fitting();
        if (reading != FileNameKey.INDEX && !prompts.ids().rowNumbers()) {
            otherColumns.refuseFilesOfOthers(places(reading::id), reading.key());
        }
        return reading;
    }

    private FileNameKey fitting() {
        refuse.ifNamesHoldTwoIds();
        boolean rowNumbers = prompts.ids().rowNumbers();
        int[] whole = rowNumbers ? null : ifAll(FileNameReading::whole);
        int[] leading =
                rowNumbers && all(name -> name.whole().isKnown()) ? null : ifAll(FileNameKey.WHOLE_OR_LEADING::id);
        int[] trailing = rowNumbers ? null : ifAll(FileNameKey.WHOLE_OR_TRAILING::id);
        if (whole != null) {
            refuse.ifDifferent(whole, PairingKey.ID, ifAll(FileNameReading::leading), PairingKey.LEADING_ID);
            refuse.ifDifferent(whole, PairingKey.ID, ifAll(FileNameReading::trailing), PairingKey.TRAILING_ID);
            return FileNameKey.WHOLE_OR_LEADING;
        }
        if (leading != null) {
            refuseColumnThatRepeats();
            refuse.ifDifferent(leading, PairingKey.ID, ifAll(FileNameKey.LEADING::id), PairingKey.LEADING_ID);
            refuseSamplesThatMayBeIds(leading);
            if (rowNumbers) {
                otherColumns.refuseIfDifferent(leading, FileNameKey.WHOLE_OR_LEADING);
            }
            return FileNameKey.LEADING;
        }
        if (trailing != null) {
            refuse.ifDifferent(trailing, PairingKey.ID, ifAll(FileNameKey.TRAILING::id), PairingKey.TRAILING_ID);
            refuseIdInTheMiddle(names);
            if (!all(name -> FileNameKey.TRAILING.id(name).isWord())) {
                if (!all(name -> name.beforeTrailing().equals(names.get(0).beforeTrailing()))) {
                    throw refuse.differentBeginnings(FileNameReading::beforeTrailing, PairingKey.TRAILING_ID);
                }
                refuse.ifDifferent(trailing, PairingKey.TRAILING_ID, indexPlaces(), PairingKey.INDEX);
            }
            return FileNameKey.TRAILING;
        }
        int[] index = indexPlaces();
        if (index == null) {
            throw refuse.nothingFits();
        }
        checkIndex(index);
        return FileNameKey.INDEX;
    }

    /**
     * What {@link PairingKey#ID} means for these names: whole stems with whichever of leading and trailing ids more of them have.
     */
    FileNameKey chooseId() {
        refuse.ifNamesHoldTwoIds();
        int[] leading = places(FileNameKey.WHOLE_OR_LEADING::id);
        int[] trailing = places(FileNameKey.WHOLE_OR_TRAILING::id);
        boolean contradict = IntStream.range(0, leading.length)
                .anyMatch(i -> leading[i] >= 0 && trailing[i] >= 0 && leading[i] != trailing[i]);
        if (contradict || known(leading) >= known(trailing)) {
            refuseSamplesThatMayBeIds(leading);
            return FileNameKey.WHOLE_OR_LEADING;
        }
        refuseIdInTheMiddle(
                names.stream().filter(name -> name.trailing().isKnown()).toList());
        return FileNameKey.WHOLE_OR_TRAILING;
    }

    /**
     * In {@code 42_0} either number may be the id if both are known. The first one is taken if all names have it and some
     * lack the other, or if the others plainly count the samples of each prompt.
     */
    private void refuseSamplesThatMayBeIds(int[] leading) {
        boolean fits = known(leading) == leading.length;
        int[] index = fits && prompts.ids().rowNumbers() ? indexPlaces() : null;
        if (index != null && !SampleCounts.are(names, leading, name -> Long.toString(name.index()), prompts.count())) {
            refuse.ifDifferent(leading, PairingKey.LEADING_ID, index, PairingKey.INDEX);
        }
        int[] trailing = rival(leading, FileNameKey.WHOLE_OR_TRAILING::id, fits);
        if (trailing != null
                && !SampleCounts.are(names, leading, name -> name.trailing().text(), prompts.count())) {
            refuse.ifDifferent(leading, PairingKey.LEADING_ID, trailing, PairingKey.TRAILING_ID);
        }
        int[] middle = rival(leading, name -> name.middle().isKnown() ? name.middle() : name.whole(), fits);
        if (middle != null
                && !Arrays.equals(middle, leading)
                && !SampleCounts.are(names, leading, name -> name.middle().text(), prompts.count())) {
            throw refuse.idBehindTheLeadingOne();
        }
    }

    /** Another reading's ids: of all names or null, or, if the leading ids do not fit all names either, of those with both. */
    private int @Nullable [] rival(int[] leading, Function<FileNameReading, FileNameReading.Part> part, boolean fits) {
        if (fits) {
            return ifAll(part);
        }
        int[] other = places(part);
        return IntStream.range(0, leading.length)
                .map(i -> leading[i] >= 0 && other[i] >= 0 ? other[i] : leading[i])
                .toArray();
    }

    private void checkIndex(int[] index) {
        if (!prompts.ids().rowNumbers() && someHaveIds(index)) {
            throw refuse.onlySome();
        }
        refuseIdInTheMiddle(names);
        String first = names.get(0).beforeIndex();
        if (!all(name -> name.beforeIndex().equals(first))) {
            throw refuse.differentBeginnings(FileNameReading::beforeIndex, PairingKey.INDEX);
        }
        if (TifaReader.BLOCKS.contains(first)) {
            throw refuse.tifaIds();
        }
        if (!prompts.isHead()) {
            throw refuse.indexInASample();
        }
        refuseNumbersOfIds(index);
        refuseColumnThatRepeats();
        otherColumns.refuseIfDifferent(
                names.stream().mapToInt(name -> (int) name.index()).toArray(), FileNameKey.WHOLE_OR_TRAILING);
        int last = Arrays.stream(index).max().orElse(0);
        if (last >= prompts.ids().reliable() && prompts.ids().reliable() < prompts.count()) {
            throw refuse.rowsLeftOut();
        }
    }

    /** In {@code sd_862_3} the 3 may be the third sample of the prompt 862. Row numbers are no such evidence. */
    private void refuseIdInTheMiddle(List<FileNameReading> some) {
        boolean words = some.stream().anyMatch(name -> name.middle().isWord());
        boolean all =
                !some.isEmpty() && some.stream().allMatch(name -> name.middle().isKnown());
        if (!prompts.ids().rowNumbers() && (words || all)) {
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
        boolean whole = names.stream().anyMatch(name -> name.whole().isKnown());
        boolean words = IntStream.range(0, index.length)
                .anyMatch(i -> isElsewhere(names.get(i).leading(), index[i])
                        || isElsewhere(names.get(i).trailing(), index[i]));
        return whole || words || numbers && !countsFromZero();
    }

    private static boolean isElsewhere(FileNameReading.Part id, int place) {
        return id.isWord() && id.place() != place;
    }

    /** Whether the names count 0, 1, 2, … while no prompt has the id 0, so that their numbers can't be ids. */
    private boolean countsFromZero() {
        return prompts.known().find("0") < 0
                && names.stream().mapToLong(FileNameReading::index).max().orElse(-1) == names.size() - 1;
    }

    /** In {@code 5.png} the 5 may be the number of the prompt {@code p5}, if each file's number is that of an id. */
    private void refuseNumbersOfIds(int[] index) {
        int[] numbers = names.stream()
                .mapToInt(name -> prompts.known().endingWith(name.index()))
                .toArray();
        int different = IntStream.range(0, index.length)
                .filter(i -> numbers[i] != index[i])
                .findFirst()
                .orElse(-1);
        if (known(numbers) == numbers.length && different >= 0) {
            throw refuse.numberOfAnId(
                    names.get(different), prompts.id(index[different]), prompts.id(numbers[different]));
        }
    }

    /** The numbers in the names may be those of a column that repeats values, which no row number can stand for. */
    private void refuseColumnThatRepeats() {
        IdColumn.Repeated repeated = prompts.ids().column().repeated();
        if (repeated == null) {
            return;
        }
        Set<String> values = repeated.values().stream()
                .map(value -> FileKinds.isPicture(value) ? KnownIds.stem(value) : value)
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
                && names.stream().mapToLong(FileNameReading::index).distinct().count() == names.size();
        return fits
                ? names.stream()
                        .mapToInt(name -> prompts.placeOf((int) name.index()))
                        .toArray()
                : null;
    }

    private int @Nullable [] ifAll(Function<FileNameReading, FileNameReading.Part> part) {
        int[] places = places(part);
        return known(places) == places.length ? places : null;
    }

    private int[] places(Function<FileNameReading, FileNameReading.Part> part) {
        return names.stream().mapToInt(name -> part.apply(name).place()).toArray();
    }

    private boolean all(Predicate<FileNameReading> condition) {
        return names.stream().allMatch(condition);
    }

    private static long known(int[] places) {
        return Arrays.stream(places).filter(place -> place >= 0).count();
    }
}
