package org.clipmeter.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Why the file names of a folder can't be joined to prompts, with the ways out. */
final class NameRefusals {
    private static final String OR_MANIFEST = ", or give a manifest with the columns image and prompt";

    private final Images images;
    private final Catalogue prompts;
    private final List<NameReading> names;
    private final OtherColumns otherColumns;

    NameRefusals(Images images, Catalogue prompts, List<NameReading> names) {
        this.images = images;
        this.prompts = prompts;
        this.names = names;
        this.otherColumns = new OtherColumns(images, prompts, names);
    }

    /** The option that a person types, and the constant for Java: {@code --images-by leading-id}. */
    static String option(Key key) {
        return "--images-by " + key.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void ifNamesHoldTwoIds() {
        List<String> two = names.stream()
                .filter(NameReading::hasTwoIds)
                .map(name -> Messages.name(name.name()) + " (" + name.trailing().text() + " or "
                        + name.leading().text() + ")")
                .toList();
        if (!two.isEmpty()) {
            throw new ScoreException("pairing: file names hold two prompt ids: " + Messages.firstFew(two)
                    + "; decide with " + option(Key.LEADING_ID) + " or " + option(Key.TRAILING_ID) + OR_MANIFEST);
        }
    }

    /** Refuses two readings that both fit and join some file to different prompts. */
    void ifDifferent(int[] one, Key oneKey, int @Nullable [] other, Key otherKey) {
        if (other == null) {
            return;
        }
        List<String> different = IntStream.range(0, names.size())
                .filter(i -> one[i] != other[i])
                .mapToObj(i -> Messages.name(names.get(i).name()) + " (" + says(oneKey, one[i], i) + " or "
                        + says(otherKey, other[i], i) + ")")
                .toList();
        if (!different.isEmpty()) {
            throw new ScoreException("pairing: file names in " + images.name() + " can be read in two ways: "
                    + Messages.firstFew(different) + "; decide with " + option(oneKey) + " or " + option(otherKey)
                    + OR_MANIFEST);
        }
    }

    private String says(Key key, int place, int file) {
        if (key == Key.INDEX) {
            return "index " + names.get(file).index();
        }
        return "id " + (place < 0 ? "none" : prompts.id(place));
    }

    /** Why no reading fits all names. */
    ScoreException nothingFits() {
        ScoreException column = otherColumns.ifOneFits();
        if (column != null) {
            return column;
        }
        boolean rowNumbers = prompts.ids().rowNumbers();
        List<String> without = withoutId();
        boolean allCount = names.stream().allMatch(name -> name.index() >= 0);
        if (without.size() < names.size() && !(rowNumbers && allCount)) {
            return onlySome();
        }
        if (!allCount) {
            return names.stream().allMatch(name -> name.index() < 0) ? nothingKnown() : someCount();
        }
        ScoreException doubles = doubleIndex();
        return doubles == null ? tooHigh() : doubles;
    }

    private List<String> withoutId() {
        boolean rowNumbers = prompts.ids().rowNumbers();
        return names.stream()
                .filter(name -> !name.leading().isKnown()
                        && (rowNumbers
                                || !name.whole().isKnown() && !name.trailing().isKnown()))
                .map(NameReading::name)
                .toList();
    }

    /** Some names have an id and others have none, or an index that contradicts it. */
    ScoreException onlySome() {
        List<String> others = withoutId();
        return new ScoreException("pairing: the names of only some of the "
                + Messages.count(names.size(), "image") + " in " + images.name() + " fit the prompt ids ("
                + prompts.example() + "); of the others: " + Messages.firstFew(others.isEmpty() ? names() : others)
                + "; " + option(Key.ID) + " joins those that fit and counts the rest; " + option(Key.INDEX)
                + " takes the number at the end as the prompt's position from 0");
    }

    private ScoreException someCount() {
        List<String> without = names.stream()
                .filter(name -> name.index() < 0)
                .map(NameReading::name)
                .toList();
        return new ScoreException("pairing: " + Messages.count(without.size(), "file") + " of " + names.size() + " in "
                + images.name() + " have neither a prompt id (" + prompts.example() + ") nor an index in their names: "
                + Messages.firstFew(without) + "; " + option(Key.INDEX) + " joins the others by the number at their end"
                + OR_MANIFEST);
    }

    private ScoreException nothingKnown() {
        return new ScoreException(
                "pairing: none of the " + Messages.count(names.size(), "image") + " in " + images.name()
                        + " (" + Messages.firstFew(names()) + ") belongs to one of the "
                        + Messages.count(prompts.set().size(), "prompt") + "; expected a prompt id (such as "
                        + prompts.example()
                        + ") as the file's name, or _<index> from 0 at its end, or a manifest with the columns image and prompt");
    }

    private @Nullable ScoreException doubleIndex() {
        Map<Long, String> first = new LinkedHashMap<>();
        List<String> doubles = new ArrayList<>();
        for (NameReading name : names) {
            String other = first.putIfAbsent(name.index(), name.name());
            if (other != null) {
                doubles.add(
                        Messages.name(other) + " and " + Messages.name(name.name()) + " claim index " + name.index());
            }
        }
        return doubles.isEmpty() ? null : severalClaim(doubles);
    }

    static ScoreException severalClaim(List<String> doubles) {
        return new ScoreException("pairing: several images claim one prompt: " + Messages.firstFew(doubles)
                + "; score one run at a time" + OR_MANIFEST);
    }

    /** An index behind the last prompt, as of files that are counted from 1. */
    ScoreException tooHigh() {
        ScoreException column = otherColumns.ifOneFits();
        if (column != null) {
            return column;
        }
        List<String> high = names.stream()
                .filter(name -> name.index() >= prompts.count())
                .map(name -> Messages.name(name.name()) + " (index " + name.index() + ")")
                .toList();
        int count = prompts.count();
        boolean fromOne = names.stream().noneMatch(name -> name.index() == 0);
        return new ScoreException("pairing: " + Messages.count(high.size(), "image") + " in " + images.name()
                + " would be behind the last prompt: " + Messages.firstFew(high) + "; the "
                + Messages.count(count, "prompt")
                + " count from 0 to " + (count - 1)
                + (fromOne ? ", the files seem to count from 1" : "")
                + "; either name the files from 0, or give the prompts a column with the numbers of the files"
                + " (--id-column NAME)" + OR_MANIFEST);
    }

    ScoreException idInTheMiddle() {
        NameReading name =
                names.stream().filter(one -> one.middle().isKnown()).findFirst().orElse(names.get(0));
        NameReading.Part id = name.middle();
        return new ScoreException("pairing: names such as " + Messages.name(name.name()) + " may be sample "
                + id.rest()
                + " of the prompt " + id.text() + ", or belong to the prompt that their end"
                + " names; begin the names with the id (" + id.text() + "_" + id.rest()
                + "), or decide with "
                + option(Key.INDEX) + " or " + option(Key.TRAILING_ID) + OR_MANIFEST);
    }

    /** The name of a folder is another prompt's id than the one that the file's name gives. */
    ScoreException idOfAFolder(NameReading name, String folder, String own, Key key) {
        return new ScoreException("pairing: " + Messages.name(name.name()) + " in " + images.name()
                + " can be read in two ways: its folder is named for the prompt " + folder
                + ", its own name for the prompt "
                + own + "; if the file names decide, say " + option(key)
                + "; if the folders do, score one folder at a time with names that begin with the id" + OR_MANIFEST);
    }

    /** A number that is joined to a word may be the prompt's id, and the number at the end its sample. */
    ScoreException idInAWord(NameReading name, String id, Key key) {
        return new ScoreException("pairing: names such as " + Messages.name(name.name()) + " may be sample "
                + name.index() + " of the prompt " + id
                + ", or belong to the prompt that their end names; begin the names with the id (" + id + "_"
                + name.index() + "), or say " + option(key) + OR_MANIFEST);
    }

    ScoreException idBehindTheLeadingOne() {
        NameReading name = names.stream()
                .filter(one -> one.leading().isKnown()
                        && one.middle().isKnown()
                        && one.leading().place() != one.middle().place())
                .findFirst()
                .orElse(names.get(0));
        String id = name.middle().text();
        return new ScoreException("pairing: names such as " + Messages.name(name.name()) + " hold the ids "
                + name.leading().text() + " and " + id + ": if the first one is the prompt's, say "
                + option(Key.LEADING_ID) + "; if the other one is, begin the names with it (" + id + "_"
                + name.middle().rest() + ")" + OR_MANIFEST);
    }

    ScoreException differentBeginnings(Function<NameReading, String> beginning, Key key) {
        List<String> beginnings = names.stream()
                .map(beginning)
                .distinct()
                .map(text -> text.isEmpty() ? "(none)" : text)
                .toList();
        String meaning = key == Key.INDEX ? "position counted from 0" : "id";
        return new ScoreException("pairing: the numbers at the end of the names in " + images.name()
                + " follow different beginnings: " + Messages.firstFew(beginnings) + "; if each number is the prompt's "
                + meaning + ", say " + option(key) + OR_MANIFEST);
    }

    ScoreException tifaIds() {
        return new ScoreException(
                "pairing: names such as " + Messages.name(names.get(0).name())
                        + " look like ids of TIFA v1.0, which " + prompts.set().name() + " does not have (its ids: "
                        + prompts.example() + "); score them against %tifa --source v1.0, or say " + option(Key.INDEX)
                        + " if the number is the prompt's position counted from 0");
    }

    ScoreException indexInASample() {
        return new ScoreException("pairing: names such as "
                + Messages.name(names.get(0).name())
                + " may count the rows of the file or the " + prompts.set().size() + " prompts selected from "
                + prompts.set().name() + "; say " + option(Key.INDEX)
                + " if they count the selected prompts from 0, or "
                + option(Key.ID) + " if they are ids");
    }

    ScoreException rowsLeftOut() {
        int reliable = prompts.ids().reliable();
        return new ScoreException(
                "pairing: rows of " + prompts.set().name() + " were left out or are blank, the first behind "
                        + Messages.count(reliable, "prompt") + ", so that an index from " + reliable
                        + " on may or may not count them; mend these rows, or say " + option(Key.INDEX)
                        + " if the images were made from the prompts that are left" + OR_MANIFEST);
    }

    ScoreException columnRepeats(String column) {
        return new ScoreException("pairing: the numbers in the names in " + images.name() + " are in the column "
                + column
                + " of " + prompts.set().name() + " too, which is not used as id because it repeats values; say "
                + option(Key.INDEX) + " if they count the rows from 0, --id-column NAME to use another column"
                + OR_MANIFEST);
    }

    private List<String> names() {
        return names.stream().map(NameReading::name).toList();
    }
}
