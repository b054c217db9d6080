package org.clipmeter.prompts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.message.OneLine;
import org.jspecify.annotations.Nullable;

/** Prompts of a file as its rows are read, with what is wrong with them. */
final class PromptCollector {
    /** A TIFA id: the block, then a number. */
    private static final Pattern TIFA_ID = Pattern.compile("(.+)_\\d+");

    private final FileText file;
    private final Map<String, Prompt> prompts = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    PromptCollector(FileText file) {
        this.file = file;
    }

    /** A prompt, or a problem where its text is empty or its id is taken. */
    void add(String where, String id, @Nullable String source, String text, List<Question> questions) {
        int bad = FileText.firstBadByte(text);
        if (bad >= 0) {
            problem(where, FileText.badByte(text, bad));
        } else if (text.isBlank()) {
            problem(where, "has an empty prompt");
        } else if (prompts.containsKey(id)) {
            problem(where, "has the id \"" + id + "\" of an earlier prompt");
        } else {
            prompts.put(id, new Prompt(id, source(id, source), text, questions));
        }
    }

    /** One more question of a prompt that was added before. */
    void addQuestion(String where, String id, Question question) {
        Prompt prompt = prompts.get(id);
        if (prompt == null) {
            problem(where, "is a question of \"" + id + "\", which is no prompt");
            return;
        }
        List<Question> questions = new ArrayList<>(prompt.questions());
        questions.add(question);
        prompts.put(id, new Prompt(id, prompt.source(), prompt.text(), questions));
    }

    boolean has(String id) {
        return prompts.containsKey(id);
    }

    void problem(String where, String what) {
        problems.add(OneLine.of(file.name() + ' ' + where + ' ' + what));
    }

    PromptFile finish() throws IOException {
        if (prompts.isEmpty()) {
            throw file.refusal("holds no prompt"
                    + (problems.isEmpty()
                            ? ""
                            : ": " + problems.size() + " rows were refused, first: " + problems.get(0)));
        }
        List<Prompt> all = List.copyOf(prompts.values());
        return new PromptFile(new PromptSet(file.name(), all, all.size()), problems);
    }

    private String source(String id, @Nullable String stated) {
        Matcher tifa = TIFA_ID.matcher(id);
        if (tifa.matches()) {
            return tifa.group(1);
        }
        return stated == null || stated.isBlank() ? file.stem() : stated;
    }
}
