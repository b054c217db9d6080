package org.clipmeter.pairs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.clipmeter.pairs.names.FileNameReading;
import org.clipmeter.prompts.Prompt;
import org.jspecify.annotations.Nullable;

/** Why the file names of a folder can't be joined to prompts, with the ways out. */
final class NameRefusals {
    private static final String OR_MANIFEST = ", or give a manifest with the columns image and prompt";

    private final Images images;
    private final Catalogue prompts;
    private final List<FileNameReading> names;
    private final OtherColumns otherColumns;

    NameRefusals(Images images, Catalogue prompts, List<FileNameReading> names) {
        this.images = images;
        this.prompts = prompts;
        this.names = names;
        this.otherColumns = new OtherColumns(images, prompts, names);
    }

    /** The choice of a key as a program writes it, such as {@code PairingKey.LEADING_ID}; a notebook shows its option instead. */
    static String option(PairingKey key) {
        return "PairingKey." + key.name();
    }

    void ifNamesHoldTwoIds() {
        List<String> two = names.stream()
                .filter(FileNameReading::hasTwoIds)
                .map(name -> Messages.name(name.name()) + " (" + name.trailing().text() + " or "
                        + name.leading().text() + ")")
                .toList();
        if (!two.isEmpty()) {
            throw new PairingException(
                    "pairing: file names hold two prompt ids: " + Messages.firstFew(two) + "; decide with "
                            + option(PairingKey.LEADING_ID) + " or " + option(PairingKey.TRAILING_ID) + OR_MANIFEST);
        }
    }

    /** Refuses two readings that both fit and join some file to different prompts. */
    void ifDifferent(int[] one, PairingKey oneKey, int @Nullable [] other, PairingKey otherKey) {
        if (other == null) {
            return;
        }
        List<String> different = IntStream.range(0, names.size())
                .filter(i -> one[i] != other[i])
                .mapToObj(i -> Messages.name(names.get(i).name()) + " (" + says(oneKey, one[i], i) + " or "
                        + says(otherKey, other[i], i) + ")")
                .toList();
        if (!different.isEmpty()) {
            throw new PairingException("pairing: file names in " + images.name() + " can be read in two ways: "
                    + Messages.firstFew(different) + "; decide with " + option(oneKey) + " or " + option(otherKey)
                    + OR_MANIFEST);
        }
    }

    private String says(PairingKey key, int place, int file) {
        if (key == PairingKey.INDEX) {
            return "index " + names.get(file).index();
        }
        return "id " + (place < 0 ? "none" : prompts.id(place));
    }

    /** Why no reading fits all names. */
    PairingException nothingFits() {
        PairingException column = otherColumns.ifOneFits();
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
        PairingException doubles = doubleIndex();
        return doubles == null ? tooHigh() : doubles;
    }

    private List<String> withoutId() {
        boolean rowNumbers = prompts.ids().rowNumbers();
        return names.stream()
                .filter(name -> !name.leading().isKnown()
                        && (rowNumbers
                                || !name.whole().isKnown() && !name.trailing().isKnown()))
                .map(FileNameReading::name)
                .toList();
    }

    /** Some names have an id and others have none, or an index that contradicts it. */
    PairingException onlySome() {
        List<String> others = withoutId();
        String some = "pairing: the names of only some of the "
                + Messages.count(names.size(), "image") + " in " + images.name() + " fit the prompt ids ("
                + prompts.example() + "); of the others: " + Messages.firstFew(others.isEmpty() ? names() : others);
        if (others.size() == 1 && countFromOneBesideIdsFromZero()) {
            return new PairingException(some + "; the ids count from 0, the files seem to count from 1: name the files"
                    + " from 0 then" + OR_MANIFEST + "; only if their numbers are the ids, " + option(PairingKey.ID)
                    + " joins those that fit and counts the rest");
        }
        return new PairingException(some + "; " + option(PairingKey.ID) + " joins those that fit and counts the rest; "
                + option(PairingKey.INDEX)
                + " takes the number at the end as the prompt's position from 0");
    }

    /** Whether the files end with the numbers 1 to n, of which the ids, 0 to n-1, lack only the last. */
    private boolean countFromOneBesideIdsFromZero() {
        int count = prompts.count();
        return count > 0
                && prompts.id(0).equals("0")
                && prompts.id(count - 1).equals(Integer.toString(count - 1))
                && names.stream().noneMatch(name -> name.index() == 0)
                && names.stream().anyMatch(name -> name.index() == count);
    }

    private PairingException someCount() {
        List<String> without = names.stream()
                .filter(name -> name.index() < 0)
                .map(FileNameReading::name)
                .toList();
        return new PairingException("pairing: " + Messages.count(without.size(), "file") + " of " + names.size()
                + " in "
                + images.name() + " have neither a prompt id (" + prompts.example() + ") nor an index in their names: "
                + Messages.firstFew(without) + "; " + option(PairingKey.INDEX)
                + " joins the others by the number at their end"
                + OR_MANIFEST);
    }

    private PairingException nothingKnown() {
        return new PairingException(
                "pairing: none of the " + Messages.count(names.size(), "image") + " in " + images.name()
                        + " (" + Messages.firstFew(names()) + ") belongs to one of the "
                        + Messages.count(prompts.set().size(), "prompt") + "; expected a prompt id (such as "
                        + prompts.example()
                        + ") as the file's name, or _<index> from 0 at its end, or a manifest with the columns image and prompt");
    }

    private @Nullable PairingException doubleIndex() {
        Map<Long, String> first = new LinkedHashMap<>();
        List<String> doubles = new ArrayList<>();
        for (FileNameReading name : names) {
            String other = first.putIfAbsent(name.index(), name.name());
            if (other != null) {
                doubles.add(
                        Messages.name(other) + " and " + Messages.name(name.name()) + " claim index " + name.index());
            }
        }
        return doubles.isEmpty() ? null : severalClaim(doubles);
    }

    static PairingException severalClaim(List<String> doubles) {
        return new PairingException("pairing: several images claim one prompt: " + Messages.firstFew(doubles)
                + (doubles.get(0).contains("/")
                        ? "; if each folder is a run, score one at a time; if each has the images of one prompt, name the"
                                + " prompts in a manifest with the columns image and prompt"
                        : "; score one run at a time" + OR_MANIFEST));
    }

    /** An index behind the last prompt, as of files that are counted from 1. */
    PairingException tooHigh() {
        PairingException column = otherColumns.ifOneFits();
        if (column != null) {
            return column;
        }
        List<String> high = names.stream()
                .filter(name -> name.index() >= prompts.count())
                .map(name -> Messages.name(name.name()) + " (index " + name.index() + ")")
                .toList();
        int count = prompts.count();
        boolean fromOne = names.stream().mapToLong(FileNameReading::index).min().orElse(0) == 1;
        return new PairingException("pairing: " + Messages.count(high.size(), "image") + " in " + images.name()
                + " would be behind the last prompt: " + Messages.firstFew(high) + "; the "
                + Messages.count(count, "prompt")
                + " count from 0 to " + (count - 1)
                + (fromOne ? ", the files seem to count from 1" : "")
                + "; either name the files from 0, or give the prompts a column with the numbers of the files"
                + " (idColumn NAME)" + OR_MANIFEST);
    }

    PairingException idInTheMiddle() {
        FileNameReading name =
                names.stream().filter(one -> one.middle().isKnown()).findFirst().orElse(names.get(0));
        FileNameReading.Part id = name.middle();
        return new PairingException("pairing: names such as " + Messages.name(name.name()) + " may be sample "
                + id.rest()
                + " of the prompt " + id.text() + ", or belong to the prompt that their end"
                + " names; begin the names with the id (" + id.text() + "_" + id.rest()
                + "), or decide with "
                + option(PairingKey.INDEX) + " or " + option(PairingKey.TRAILING_ID) + OR_MANIFEST);
    }

    /** The name of a folder is another prompt's id than the one that the file's name gives. */
    PairingException idOfAFolder(FileNameReading name, String folder, String own, PairingKey key) {
        return new PairingException("pairing: " + Messages.name(name.name()) + " in " + images.name()
                + " can be read in two ways: its folder is named for the prompt " + folder
                + ", its own name for the prompt "
                + own + "; if the file names decide, say " + option(key)
                + "; if the folders do, score one folder at a time with names that begin with the id" + OR_MANIFEST);
    }

    /** A number that is joined to a word may be the prompt's id, and the number at the end its sample. */
    PairingException idInAWord(FileNameReading name, String id, PairingKey key) {
        return new PairingException("pairing: names such as " + Messages.name(name.name()) + " may be sample "
                + name.index() + " of the prompt " + id
                + ", or belong to the prompt that their end names; begin the names with the id (" + id + "_"
                + name.index() + "), or say " + option(key) + OR_MANIFEST);
    }

    /** The number of a file is its place, or the number within an id. */
    PairingException numberOfAnId(FileNameReading name, String counted, String id) {
        return new PairingException("pairing: names such as " + Messages.name(name.name()) + " in " + images.name()
                + " may count the prompts from 0, or mean the number in the id " + Messages.name(id) + "; say "
                + option(PairingKey.INDEX) + " if they count (then it belongs to " + Messages.name(counted)
                + "), or name the files for the ids (" + Messages.name(id) + ")" + OR_MANIFEST);
    }

    /** The names only count, and the folder that they are in is named for a prompt. */
    PairingException samplesInAFolder(FileNameReading name, String folder, String id, PairingKey key) {
        return new PairingException("pairing: names such as " + Messages.name(name.name()) + " in " + images.name()
                + " may be samples of the prompt " + Messages.name(id) + ", for which the folder "
                + Messages.name(folder) + " is named; if they are, begin the names with the id, or else say "
                + option(key) + OR_MANIFEST);
    }

    /** A name quotes the text of one prompt and has the number or id of another. */
    PairingException quoteOfAnother(FileNameReading name, Prompt quoted, Prompt own, PairingKey key) {
        return new PairingException("pairing: names such as " + Messages.name(name.name()) + " in " + images.name()
                + " quote the text of the prompt " + Messages.name(quoted.id()) + " (" + Messages.name(quoted.text())
                + "), but the numbers or ids in them name others (here "
                + Messages.name(own.id()) + "); if these decide, say " + option(key)
                + ", or else use the prompts in the order in which the images were made" + OR_MANIFEST);
    }

    PairingException idBehindTheLeadingOne() {
        FileNameReading name = names.stream()
                .filter(one -> one.leading().isKnown()
                        && one.middle().isKnown()
                        && one.leading().place() != one.middle().place())
                .findFirst()
                .orElse(names.get(0));
        String id = name.middle().text();
        return new PairingException("pairing: names such as " + Messages.name(name.name()) + " hold the ids "
                + name.leading().text() + " and " + id + ": if the first one is the prompt's, say "
                + option(PairingKey.LEADING_ID) + "; if the other one is, begin the names with it (" + id + "_"
                + name.middle().rest() + ")" + OR_MANIFEST);
    }

    PairingException differentBeginnings(Function<FileNameReading, String> beginning, PairingKey key) {
        List<String> beginnings = names.stream()
                .map(beginning)
                .distinct()
                .map(text -> text.isEmpty() ? "(none)" : text)
                .toList();
        String meaning = key == PairingKey.INDEX ? "position counted from 0" : "id";
        return new PairingException("pairing: the numbers at the end of the names in " + images.name()
                + " follow different beginnings: " + Messages.firstFew(beginnings) + "; if each number is the prompt's "
                + meaning + ", say " + option(key) + OR_MANIFEST);
    }

    PairingException tifaIds() {
        return new PairingException("pairing: names such as "
                + Messages.name(names.get(0).name())
                + " look like ids of TIFA v1.0, which " + prompts.set().name() + " does not have (its ids: "
                + prompts.example() + "); score them against the prompts of TIFA v1.0, or say "
                + option(PairingKey.INDEX)
                + " if the number is the prompt's position counted from 0");
    }

    PairingException indexInASample() {
        return new PairingException("pairing: names such as "
                + Messages.name(names.get(0).name())
                + " may count the rows of the file or the " + prompts.set().size() + " prompts selected from "
                + prompts.set().name() + "; say " + option(PairingKey.INDEX)
                + " if they count the selected prompts from 0, or "
                + option(PairingKey.ID) + " if they are ids");
    }

    PairingException rowsLeftOut() {
        int reliable = prompts.ids().reliable();
        return new PairingException("pairing: rows of " + prompts.set().name()
                + " were left out, are blank or may be comments, the first behind "
                + Messages.count(reliable, "prompt") + ", so that an index from " + reliable
                + " on may or may not count them; mend these rows, or say " + option(PairingKey.INDEX)
                + " if the images were made from the prompts that are left" + OR_MANIFEST);
    }

    PairingException columnRepeats(String column) {
        return new PairingException("pairing: the numbers in the names in " + images.name() + " are in the column "
                + column
                + " of " + prompts.set().name()
                + " too, which is not used as id because it repeats values or has empty cells; say "
                + option(PairingKey.INDEX) + " if they count the rows from 0, idColumn NAME to use another column"
                + OR_MANIFEST);
    }

    private List<String> names() {
        return names.stream().map(FileNameReading::name).toList();
    }
}
