package org.clipmeter.prompts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileText;
import org.clipmeter.files.StrictJson;
import org.clipmeter.files.parquet.ParquetTexts;
import org.jspecify.annotations.Nullable;

/**
 * Reads TIFA prompts and prompt files. The form is found from the content:
 *
 * <ul>
 *   <li>JSON: a list of objects with {@code prompt} (or {@code caption}, {@code text}) and, where they have them,
 *       {@code id}, {@code source} and {@code qas}: TIFA v1.0's text inputs; its question_answers, one object a question;
 *       a list of texts; an object from id to text
 *   <li>CSV with a column {@code prompt} (or {@code caption}, {@code text}) and, where it has them, {@code id},
 *       {@code source} and {@code qas}, a JSON list of questions: the reference's {@code tifa_dataset.csv}
 *   <li>COCO's official annotations of captions ({@code captions_val2017.json}): a prompt for each image, with the first
 *       caption that the file lists for it, and the image's id
 *   <li>Parquet, with the columns of CSV; a column may also be a list of texts, of which the first is the prompt, and be
 *       named {@code captions}
 *   <li>plain text, one prompt a line
 * </ul>
 *
 * The column (or key) of the ids may have any of the {@link IdColumn#NAMES}; a file of commas, semicolons, tabs or bars may start
 * with {@code sep=;}. A column {@code evaluation_seed}, {@code sd_seed} or {@code seed} holds the seeds of the prompts' images. A
 * prompt without an id gets the number of its row, item or line, counted from 0 without blank ones. A prompt's source is the
 * part of its id before the last {@code _<number>}, else what the file says, else the file's name without its ending.
 */
public final class TifaReader {
    /** The blocks of TIFA v1.0, which {@link Prompt#source} names. */
    public static final List<String> BLOCKS = List.of("coco", "drawbench", "partiprompt", "paintskill");

    private static final Pattern NUMBERED = Pattern.compile("\\s*([0-9]{1,8})[.):]\\s+\\S");

    private TifaReader() {}

    /**
     * Reads a prompt file. Rows that can't be used are left out and named in {@link PromptFile#problems}.
     *
     * @param file in UTF-8, or in UTF-16 with a byte order mark
     * @throws IOException in one line, if the file does not exist, holds no prompts, or has no row that can be used
     */
    public static PromptFile read(Path file) throws IOException {
        return read(file, (String) null);
    }

    /**
     * Reads a prompt file whose ids are in a column of this name; null to find it by {@link IdColumn#NAMES}.
     *
     * @throws IOException as {@link #read(Path)}, or if there is no such column
     */
    public static PromptFile read(Path file, @Nullable String idColumn) throws IOException {
        if (CocoCaptions.isIn(file)) {
            return CocoCaptions.read(file, idColumn);
        }
        if (ParquetTexts.areIn(file)) {
            return ParquetPrompts.read(file, idColumn);
        }
        return read(FileText.of(file), idColumn);
    }

    /**
     * Reads a prompt file that is in memory.
     *
     * @param name the file's name, for messages and as the source of prompts without one
     * @throws IOException as {@link #read(Path)}
     */
    public static PromptFile read(byte[] content, String name) throws IOException {
        return read(FileText.of(content, name), null);
    }

    /**
     * Reads prompts and, from a second file, the questions about them; a question goes to the prompt with its id, in place
     * of what the first file says.
     *
     * @param questionAnswers TIFA v1.0's question_answers: a list of objects with {@code id}, {@code question},
     *     {@code choices}, {@code answer}, {@code element_type}, {@code element}; those of other prompts are passed over
     * @throws IOException as {@link #read(Path)}, or if no question belongs to any of the prompts
     */
    public static PromptFile read(Path file, Path questionAnswers) throws IOException {
        PromptFile read = read(file);
        FileText second = FileText.of(questionAnswers);
        List<String> problems = new ArrayList<>(read.problems());
        Map<String, List<Question>> questions = JsonPrompts.questions(second, problems);
        PromptSet set = read.prompts();
        List<Prompt> joined = new ArrayList<>(set.size());
        boolean any = false;
        for (Prompt prompt : set.prompts()) {
            List<Question> own = questions.get(prompt.id());
            any |= own != null;
            joined.add(own == null ? prompt : prompt.asking(own));
        }
        if (!any) {
            throw second.refusal("holds no question about "
                    + (set.size() == 1 ? "the prompt" : "any of the " + set.size() + " prompts") + " of " + set.name()
                    + "; take both files from the same data set");
        }
        return new PromptFile(set.taking(joined, set.availableCount()), problems);
    }

    private static PromptFile read(FileText file, @Nullable String idColumn) throws IOException {
        String start = file.text().stripLeading();
        boolean lines = JsonPrompts.areLines(file);
        refuseOtherForms(file, start, lines);
        if (lines || start.startsWith("[") || start.startsWith("{")) {
            if (!lines && file.nameEndsWith(".txt") && !isJson(file.text())) {
                return plain(file, idColumn);
            }
            return JsonPrompts.prompts(file, idColumn);
        }
        CsvTable table = CsvTable.read(
                file.text(), names -> JsonPrompts.TEXT_KEYS.stream().anyMatch(names::contains));
        if (table != null && !isPlain(file, table)) {
            Map<String, Integer> places = table.places();
            String text = JsonPrompts.TEXT_KEYS.stream()
                    .filter(places::containsKey)
                    .findFirst()
                    .orElseThrow();
            return table(file, table, text, idColumn, List.of());
        }
        if (file.nameEndsWith(".csv") || file.nameEndsWith(".tsv")) {
            throw file.refusal("has no column \"caption\" or \"prompt\", expected one in its first row, which is "
                    + CsvTable.header(file.text()));
        }
        return plain(file, idColumn);
    }

    /** Refuses what would otherwise be read as plain text, line by line. */
    private static void refuseOtherForms(FileText file, String start, boolean lines) throws IOException {
        String form = "";
        if (file.nameEndsWith(".yaml") || file.nameEndsWith(".yml")) {
            form = "is YAML";
        } else if (file.nameEndsWith(".xml") || start.startsWith("<?xml")) {
            form = "is XML";
        } else if (file.nameEndsWith(".json") && !lines && !start.startsWith("[") && !start.startsWith("{")) {
            form = "is not JSON, since it begins neither with [ nor with {";
        }
        if (!form.isEmpty()) {
            throw file.refusal(form + ", expected CSV, JSON, JSON lines or plain text");
        }
    }

    /**
     * Whether a text without the ending of CSV only looks like a table, because a name of such columns is between commas in its
     * first line: it has no other known column, and most of its lines do not fit.
     */
    private static boolean isPlain(FileText file, CsvTable table) {
        Set<String> names = table.places().keySet();
        long broken = table.rows().stream().filter(row -> row.problem() != null).count();
        return !file.nameEndsWith(".csv")
                && !file.nameEndsWith(".tsv")
                && names.size() > 1
                && Stream.of(IdColumn.NAMES, IdColumn.FILES, List.of("source", "qas"))
                        .flatMap(List::stream)
                        .noneMatch(names::contains)
                && broken > 0
                && 2 * broken >= table.rows().size();
    }

    /**
     * The prompts of a table.
     *
     * @param text the column of their texts
     * @param asked the column of their ids; null to find it by its name
     * @param notes what people should know of the table
     */
    static PromptFile table(FileText file, CsvTable table, String text, @Nullable String asked, List<String> notes)
            throws IOException {
        Map<String, Integer> places = table.places();
        IdColumn idColumn =
                idColumn(file, table, asked, Set.of(text, "source", "qas")).noting(notes);
        PromptCollector prompts = new PromptCollector(file, idColumn);
        refuseRepeated(file, table, prompts, Set.of(text, "source", "qas", String.valueOf(idColumn.name())));
        noteOtherTexts(prompts, table);
        Set<String> stated = idColumn.name() == null
                ? Set.of()
                : Set.copyOf(strip(table.values(places.getOrDefault(idColumn.name(), 0))));
        String seeds = SeedColumn.among(places.keySet());
        int number = 0;
        for (CsvTable.Row row : table.rows()) {
            String place = Integer.toString(number++);
            if (row.problem() != null) {
                prompts.leaveOut(row.where(), row.problem());
                continue;
            }
            String id = cell(row, places, idColumn.name()).strip();
            if (id.isEmpty() && stated.contains(place)) {
                prompts.leaveOut(row.where(), "has no id, and the number of its row is the id of another prompt");
                continue;
            }
            if (id.isEmpty() && idColumn.name() != null) {
                prompts.hasNoId(row.where(), place);
            }
            prompts.add(
                    row.where(),
                    id.isEmpty() ? place : id,
                    cell(row, places, "source"),
                    cell(row, places, text),
                    questions(prompts, row.where(), cell(row, places, "qas")),
                    cell(row, places, seeds));
        }
        return prompts.finish();
    }

    /** Names the columns of texts that are not read, if they have other texts. */
    private static void noteOtherTexts(PromptCollector prompts, CsvTable table) {
        List<String> names = JsonPrompts.TEXT_KEYS.stream()
                .filter(table.places()::containsKey)
                .toList();
        List<List<String>> texts = names.stream()
                .map(name -> strip(table.values(table.places().getOrDefault(name, 0))))
                .toList();
        for (int i = 1; i < names.size(); i++) {
            if (!texts.get(i).equals(texts.get(0))) {
                prompts.hasOtherTexts(names.get(0), names.get(i));
            }
        }
    }

    private static IdColumn idColumn(FileText file, CsvTable table, @Nullable String asked, Set<String> others)
            throws IOException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        table.places().forEach((name, place) -> {
            if (!others.contains(name)) {
                columns.put(name, strip(table.values(place)));
            }
        });
        try {
            return IdColumn.choose(columns, asked, false);
        } catch (ColumnException e) {
            throw file.refusal(e);
        }
    }

    private static List<String> strip(List<String> values) {
        return values.stream().map(String::strip).toList();
    }

    private static List<Question> questions(PromptCollector prompts, String where, String cell) {
        try {
            return JsonPrompts.questions(cell);
        } catch (IOException e) {
            prompts.problem(where, "keeps its prompt without questions: qas: " + e.getMessage());
            return List.of();
        }
    }

    /** Two columns of one name that is read are refused, two of another only named. */
    private static void refuseRepeated(FileText file, CsvTable table, PromptCollector prompts, Set<String> used)
            throws IOException {
        for (Map.Entry<String, String> repeated : table.repeatedNames().entrySet()) {
            if (used.contains(repeated.getKey())) {
                throw file.refusal("row 1 " + repeated.getValue());
            }
            prompts.problem("row 1", repeated.getValue());
        }
    }

    private static PromptFile plain(FileText file, @Nullable String idColumn) throws IOException {
        if (idColumn != null) {
            throw file.refusal(
                    new ColumnException("has no columns, since it is plain text; leave out the id column " + idColumn));
        }
        PromptCollector prompts = new PromptCollector(file);
        List<String> lines = file.text().lines().toList();
        List<String> full = lines.stream().filter(line -> !line.isBlank()).toList();
        if (full.size() > 1 && full.stream().allMatch(line -> line.strip().indexOf('\t') > 0)) {
            throw file.refusal("has columns separated by tabs, but no header, expected a first line that names them,"
                    + " one of them \"prompt\"");
        }
        if (areNumbered(full)) {
            prompts.note("every line begins with its number (" + full.get(0).strip()
                    + "), which is read as part of the prompt; take the numbers out if they are not");
        }
        boolean comments = full.stream().anyMatch(TifaReader::mayBeComment)
                && !full.stream().allMatch(TifaReader::mayBeComment);
        int number = 0;
        boolean uncertain = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean comment = comments && mayBeComment(line);
            if (comment) {
                prompts.problem(
                        "line " + (i + 1), "begins with # and is read as a prompt; take it out if it is a comment");
            }
            uncertain |= comment || line.isBlank(); // a generator may have counted it, or not
            if (!line.isBlank()) {
                if (uncertain) {
                    prompts.placesAreUncertain();
                }
                prompts.add("line " + (i + 1), Integer.toString(number++), null, line, List.of());
            }
        }
        return prompts.finish();
    }

    private static boolean mayBeComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    /** Whether all lines are numbered from 0 or 1, as in {@code 1. a cat}. */
    private static boolean areNumbered(List<String> lines) {
        List<Matcher> numbers = lines.stream().map(NUMBERED::matcher).toList();
        if (lines.size() < 2 || !numbers.stream().allMatch(Matcher::lookingAt)) {
            return false;
        }
        int start = Integer.parseInt(numbers.get(0).group(1));
        return start <= 1
                && IntStream.range(0, lines.size())
                        .allMatch(i -> Integer.parseInt(numbers.get(i).group(1)) == start + i);
    }

    private static String cell(CsvTable.Row row, Map<String, Integer> places, @Nullable String column) {
        Integer place = column == null ? null : places.get(column);
        return place == null ? "" : row.cells().get(place);
    }

    private static boolean isJson(String text) {
        try {
            StrictJson.parse(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
