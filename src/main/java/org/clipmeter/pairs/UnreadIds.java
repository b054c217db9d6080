package org.clipmeter.pairs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.clipmeter.pairs.names.FileNameReading;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.pairs.names.QuotedTexts;
import org.clipmeter.prompts.Prompt;

/**
 * Ids in places at which no reading of a file name looks: the names of subfolders ({@code 862/0.png}), and numbers that are
 * joined to a word ({@code prompt862_0.png}). If they may be the prompts', the folder is refused, since the number at the
 * end of the names may then count samples. So it is if names quote the texts of other prompts than they are joined to.
 */
final class UnreadIds {
    private static final Pattern JOINED_TO_A_WORD = Pattern.compile("(?<=\\p{L})[0-9]{1,18}|[0-9]{1,18}(?=\\p{L})");

    /** A part of a name such as {@code 1a2b3c4d}: the id of a run, in hexadecimal digits. */
    private static final Pattern HEXADECIMAL = Pattern.compile(
            "(?<![\\p{L}0-9])(?=[0-9a-f]*([0-9][a-f]+[0-9]|[a-f][0-9]+[a-f]))[0-9a-f]{6,}(?![\\p{L}0-9])");

    private final Catalogue prompts;
    private final List<FileNameReading> names;
    private final NameRefusals refuse;
    private final FileNameKey reading;
    private final int[] places;
    private final String scored;

    /**
     * Ids that a reading leaves out.
     *
     * @param reading fits every name
     */
    UnreadIds(Images images, Catalogue prompts, List<FileNameReading> names, FileNameKey reading) {
        this.prompts = prompts;
        this.names = names;
        this.refuse = new NameRefusals(images, prompts, names);
        this.reading = reading;
        this.scored = scored(images);
        this.places = names.stream()
                .mapToInt(name -> reading == FileNameKey.INDEX
                        ? prompts.placeOf((int) name.index())
                        : reading.id(name).place())
                .toArray();
    }

    /**
     * Refuses names whose other ids may be the prompts'.
     *
     * @return what people should know about numbers that are not read; usually empty
     * @throws PairingException if a folder's name or a number that is joined to a word may be the prompt's id
     */
    List<String> check() {
        refuseFolders();
        refuseQuotesOfOthers();
        if (Arrays.stream(places).distinct().count() == prompts.count()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(checkFolderThatIsScored());
        if (byNumber()) {
            notes.addAll(checkNumbersInWords());
        }
        return notes;
    }

    /** Names that only count may be samples of the prompt for which their folder is named. */
    private List<String> checkFolderThatIsScored() {
        int folder = prompts.known().find(scored);
        boolean wholeNumbers =
                names.stream().allMatch(name -> name.whole().isKnown() && KnownIds.isNumber(name.stem()));
        boolean fits = folder >= 0
                && !prompts.ids().rowNumbers()
                && (byNumber() || wholeNumbers)
                && countsFromZeroOrOne()
                && Arrays.stream(places).anyMatch(place -> place != folder);
        if (fits && reading == FileNameKey.INDEX) {
            throw refuse.samplesInAFolder(names.get(0), scored, prompts.id(folder), reading.key());
        }
        return fits
                ? List.of("the folder is named " + scored + ", as the prompt " + prompts.id(folder)
                        + " is: if its images are samples of this prompt, begin their names with the id")
                : List.of();
    }

    private List<String> checkNumbersInWords() {
        int[] unread = names.stream().mapToInt(this::joinedToAWord).toArray();
        boolean all = Arrays.stream(unread).allMatch(place -> place >= 0);
        if (!all || Arrays.equals(unread, places)) {
            return List.of();
        }
        FileNameReading first = names.get(0);
        if (!prompts.ids().rowNumbers() && (reading == FileNameKey.INDEX || countsFromZeroOrOne())) {
            throw refuse.idInAWord(first, prompts.id(unread[0]), reading.key());
        }
        return prompts.ids().rowNumbers()
                ? List.of(
                        "the names hold another number, " + prompts.id(unread[0]) + " in " + Messages.name(first.name())
                                + ", which is not used; if it is the prompt's, begin the names with it")
                : List.of();
    }

    /** A name that quotes another prompt's text than that of its number was made for another order of the prompts. */
    private void refuseQuotesOfOthers() {
        List<Prompt> taken = prompts.set().prompts();
        QuotedTexts texts = new QuotedTexts(taken.stream().map(Prompt::text).toList());
        for (int i = 0; i < places.length; i++) {
            int own = prompts.position(places[i]);
            int other = own < 0
                    ? QuotedTexts.NONE
                    : texts.otherThan(
                            own,
                            scored + '/' + folder(names.get(i)) + names.get(i).stem());
            if (other >= 0) {
                throw refuse.quoteOfAnother(names.get(i), taken.get(other), taken.get(own), reading.key());
            }
        }
    }

    private void refuseFolders() {
        for (int i = 0; i < places.length; i++) {
            int folder = idOfFolder(names.get(i));
            if (folder >= 0 && folder != places[i]) {
                throw refuse.idOfAFolder(names.get(i), prompts.id(folder), prompts.id(places[i]), reading.key());
            }
        }
        boolean several = names.stream().map(UnreadIds::folder).distinct().count() > 1;
        if (several && byNumber()) {
            throw refuse.differentBeginnings(name -> folder(name) + name.beforeIndex(), reading.key());
        }
    }

    /** The place of the id that the innermost of a file's folders with an id is named for, or {@link KnownIds#NONE}. */
    private int idOfFolder(FileNameReading name) {
        return folders(name).stream()
                .mapToInt(folder -> FileNameReading.idIn(folder, prompts.known()))
                .filter(place -> place >= 0)
                .findFirst()
                .orElse(KnownIds.NONE);
    }

    /** Whether the prompts are found by numbers at the ends of the names. */
    private boolean byNumber() {
        return reading == FileNameKey.INDEX
                || reading == FileNameKey.TRAILING
                        && names.stream().noneMatch(name -> reading.id(name).isWord());
    }

    private int joinedToAWord(FileNameReading name) {
        String text = reading == FileNameKey.INDEX ? name.beforeIndex() : name.beforeTrailing();
        Matcher number = JOINED_TO_A_WORD.matcher(HEXADECIMAL.matcher(text).replaceAll("_"));
        while (number.find()) {
            int place = prompts.known().find(number.group());
            if (place >= 0) {
                return place;
            }
        }
        return prompts.ids().rowNumbers() ? name.middle().place() : KnownIds.NONE;
    }

    private boolean countsFromZeroOrOne() {
        long[] numbers =
                names.stream().mapToLong(FileNameReading::index).sorted().toArray();
        long start = numbers[0];
        return (start == 0 || start == 1) && IntStream.range(0, numbers.length).allMatch(i -> numbers[i] == start + i);
    }

    /** The name of the folder that is scored; of a run's folder {@code images}, that of the run. */
    private static String scored(Images images) {
        ImageFile first = images.files().get(0);
        Path folder = first.path();
        for (int i = (int) first.name().chars().filter(c -> c == '/').count(); i >= 0 && folder != null; i--) {
            folder = folder.getParent();
        }
        if (folder != null && folder.endsWith("images")) {
            folder = folder.getParent();
        }
        return folder == null || folder.getFileName() == null
                ? ""
                : folder.getFileName().toString();
    }

    private static String folder(FileNameReading name) {
        return name.name().substring(0, name.name().lastIndexOf('/') + 1);
    }

    /** The names of the folders that a file lies in below the one that was asked for, the innermost first. */
    private static List<String> folders(FileNameReading name) {
        List<String> folders = new ArrayList<>();
        for (String folder : folder(name).split("/", -1)) {
            if (!folder.isEmpty()) {
                folders.add(0, folder);
            }
        }
        return folders;
    }
}
