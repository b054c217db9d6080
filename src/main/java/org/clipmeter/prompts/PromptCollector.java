package org.clipmeter.prompts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.FileText;
import org.jspecify.annotations.Nullable;

/** Prompts of a file as its rows are read, with what is wrong with them. */
final class PromptCollector {
    /** A TIFA id: the block, then a number. */
    private static final Pattern TIFA_ID = Pattern.compile("(.+)_\\d+");

    private final FileText file;
    private final Map<String, Prompt> prompts = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> shared = new HashSet<>();
    private final IdColumn idColumn;
    private int reliable = Integer.MAX_VALUE;
    private boolean ownIds;

    PromptCollector(FileText file, IdColumn idColumn) {
        this.file = file;
        this.idColumn = idColumn;
    }

    /** A collector for a file that has no columns. */
    PromptCollector(FileText file) {
        this(file, IdColumn.NONE);
    }

    /** A prompt without a seed; see {@link #add(String, String, String, String, List, String)}. */
    void add(String where, String id, @Nullable String source, String text, List<Question> questions) {
        add(where, id, source, text, questions, "");
    }

    /**
     * A prompt, or a problem if its text is empty or its id is taken.
     *
     * @param seed what the file has for its seed; blank if it has none
     */
    void add(String where, String id, @Nullable String source, String text, List<Question> questions, String seed) {
        int bad = FileText.firstBadByte(text);
        Prompt earlier = prompts.get(id);
        if (bad >= 0) {
            leaveOut(where, FileText.badByte(text, bad));
        } else if (FileText.isBlank(text)) {
            leaveOut(where, "has an empty prompt");
        } else if (earlier != null) {
            if (!earlier.text().equals(text)) {
                shared.add(id);
            }
            leaveOut(where, "has the id \"" + id + "\" of an earlier prompt");
        } else {
            Long known = SeedColumn.seed(seed);
            if (known == null && !seed.isBlank()) {
                problem(where, "keeps its prompt without the seed \"" + seed.strip() + "\", expected a whole number");
            }
            prompts.put(id, new Prompt(id, source(id, source), text, questions, known));
        }
    }

    /** States that the file gives ids in another way than by a column. */
    void hasOwnIds() {
        ownIds = true;
    }

    /** One more question of a prompt that was added before. */
    void addQuestion(String where, String id, Question question) {
        Prompt prompt = prompts.get(id);
        if (prompt == null) {
            problem(where, "is a question about \"" + id + "\", which is not the id of a prompt");
            return;
        }
        List<Question> questions = new ArrayList<>(prompt.questions());
        questions.add(question);
        prompts.put(id, prompt.asking(questions));
    }

    boolean has(String id) {
        return prompts.containsKey(id);
    }

    /** A problem that costs a row: the places of the prompts behind it are no longer certain. */
    void leaveOut(String where, String what) {
        reliable = Math.min(reliable, prompts.size());
        problem(where, what);
    }

    /** States that the places of the prompts that come now are not certain, although nothing was left out. */
    void placesAreUncertain() {
        reliable = Math.min(reliable, prompts.size());
    }

    void problem(String where, String what) {
        problems.add(OneLine.of(file.name() + ' ' + where + ' ' + what));
    }

    /** States that a prompt has no id although the file gives ids. */
    void hasNoId(String where, String place) {
        problem(where, "has no id, unlike others, and gets the number of its place, " + place);
    }

    /** States that the file has another column of other texts. */
    void hasOtherTexts(String used, String other) {
        note("the prompts are the column " + used + "; the column " + other + ", which has other texts, is not used");
    }

    /** What people should know about the file as a whole. */
    void note(String what) {
        problems.add(OneLine.of(file.name() + ": " + what));
    }

    PromptFile finish() throws IOException {
        if (prompts.isEmpty()) {
            throw file.refusal("holds no prompt"
                    + (problems.isEmpty()
                            ? ""
                            : ": " + problems.size() + (problems.size() == 1 ? " row was" : " rows were")
                                    + " refused, first: " + problems.get(0)));
        }
        List<Prompt> all = List.copyOf(prompts.values());
        PromptIds ids = new PromptIds(
                List.copyOf(prompts.keySet()),
                idColumn.name() == null && !ownIds,
                Math.min(reliable, all.size()),
                idColumn,
                shared);
        return new PromptFile(new PromptSet(file.name(), all, all.size(), null, ids), problems);
    }

    private String source(String id, @Nullable String stated) {
        Matcher tifa = TIFA_ID.matcher(id);
        if (tifa.matches()) {
            return tifa.group(1);
        }
        return stated == null || stated.isBlank() ? file.stem() : stated;
    }
}
