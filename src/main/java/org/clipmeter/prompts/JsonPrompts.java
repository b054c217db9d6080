package org.clipmeter.prompts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.FileText;
import org.clipmeter.files.StrictJson;
import org.jspecify.annotations.Nullable;

/** Prompts and questions as JSON, in the forms that {@link TifaReader} names. */
final class JsonPrompts {
    /** Names of the texts of prompts; if there are several, the first one counts. */
    static final List<String> TEXT_KEYS = List.of("prompt", "caption", "text");

    private JsonPrompts() {}

    static PromptFile prompts(FileText file, @Nullable String asked) throws IOException {
        JsonNode root = root(file);
        if (root.isObject()) {
            if (asked != null) {
                throw file.refusal(new ColumnException(
                        "has no columns, since it is an object from id to prompt; leave out the id column " + asked));
            }
            refuseListsAmongTexts(file, root);
            PromptCollector prompts = new PromptCollector(file);
            prompts.hasOwnIds();
            root.properties().forEach(entry -> addText(prompts, entry.getKey(), entry.getValue()));
            return prompts.finish();
        }
        IdColumn idColumn = idColumn(file, root, asked);
        PromptCollector prompts = new PromptCollector(file, idColumn);
        noteOtherTexts(prompts, root);
        Set<String> stated = new HashSet<>();
        root.forEach(item -> stated.add(String.valueOf(id(item, idColumn))));
        int index = 0;
        for (JsonNode item : root) {
            String id = id(item, idColumn);
            String place = Integer.toString(index);
            if (id == null && stated.contains(place)) {
                prompts.leaveOut("item " + index, "has no id, and its number is the id of another prompt");
            } else {
                if (id == null && idColumn.name() != null && (item.isTextual() || textKey(item) != null)) {
                    prompts.hasNoId("item " + index, place);
                }
                addItem(prompts, index, id == null ? place : id, item);
            }
            index++;
        }
        return prompts.finish();
    }

    /** An object of texts and lists describes a set of prompts; its texts are its name and the like. */
    private static void refuseListsAmongTexts(FileText file, JsonNode root) throws IOException {
        boolean texts =
                root.properties().stream().anyMatch(entry -> entry.getValue().isTextual());
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (texts && entry.getValue().isContainerNode()) {
                throw file.refusal("is an object in which the key \"" + entry.getKey() + "\" holds "
                        + (entry.getValue().isArray() ? "a list" : "an object")
                        + ", expected a text for each id; make a file of the prompts alone");
            }
        }
    }

    private static void noteOtherTexts(PromptCollector prompts, JsonNode items) {
        Set<String> noted = new HashSet<>();
        for (JsonNode item : items) {
            String used = textKey(item);
            TEXT_KEYS.stream()
                    .filter(key -> used != null
                            && item.path(key).isTextual()
                            && !item.path(key)
                                    .asText()
                                    .strip()
                                    .equals(item.path(used).asText().strip()))
                    .filter(noted::add)
                    .forEach(key -> prompts.hasOtherTexts(String.valueOf(used), key));
        }
    }

    /** The key of the ids; several items with one id are several questions about its prompt. */
    private static IdColumn idColumn(FileText file, JsonNode items, @Nullable String asked) throws IOException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        boolean questions = false;
        for (JsonNode item : items) {
            item.fieldNames().forEachRemaining(key -> columns.putIfAbsent(key, new ArrayList<>()));
            questions |= item.path("question").isTextual();
        }
        columns.keySet().removeAll(TEXT_KEYS);
        columns.keySet().removeAll(List.of("source", "qas", "question", "choices", "answer", "element"));
        columns.forEach(
                (key, values) -> items.forEach(item -> values.add(Objects.requireNonNullElse(scalar(item, key), ""))));
        try {
            return IdColumn.choose(columns, asked, questions);
        } catch (ColumnException e) {
            throw file.refusal(e);
        }
    }

    private static @Nullable String id(JsonNode item, IdColumn column) {
        String id = column.name() == null ? null : scalar(item, column.name());
        return id == null || id.isBlank() ? null : id.strip();
    }

    /** The questions of a question_answers file by prompt id, and its problems. */
    static Map<String, List<Question>> questions(FileText file, List<String> problems) throws IOException {
        JsonNode root = root(file);
        if (!root.isArray()) {
            throw file.refusal("is a JSON object, expected a list of questions with id and question");
        }
        Map<String, List<Question>> byId = new LinkedHashMap<>();
        int index = 0;
        for (JsonNode item : root) {
            String id = scalar(item, "id");
            if (id == null || !item.path("question").isTextual()) {
                problems.add(OneLine.of(file.name() + " item " + index + " has no text \"question\" and \"id\""));
            } else {
                byId.computeIfAbsent(id, key -> new ArrayList<>()).add(question(item));
            }
            index++;
        }
        return byId;
    }

    /**
     * The questions in a {@code qas} cell.
     *
     * @throws IOException saying what is wrong with it
     */
    static List<Question> questions(String cell) throws IOException {
        if (cell.isBlank()) {
            return List.of();
        }
        return questionList(StrictJson.parse(cell));
    }

    private static List<Question> questionList(JsonNode list) throws IOException {
        if (list.isNull() || list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new IOException("expected a list of questions, got " + kind(list));
        }
        List<Question> questions = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.path("question").isTextual()) {
                throw new IOException("question " + questions.size() + " has no text \"question\"");
            }
            questions.add(question(item));
        }
        return questions;
    }

    private static JsonNode root(FileText file) throws IOException {
        if (areLines(file)) {
            return lines(file);
        }
        JsonNode root;
        try {
            root = StrictJson.parse(file.text());
        } catch (StrictJson.Refused e) {
            throw file.refusal(e);
        }
        if (!root.isContainerNode()) {
            throw file.refusal("is a JSON " + kind(root) + ", expected a list of prompts");
        }
        if (text(root) != null) {
            throw file.refusal("is one JSON object with a text \"" + textKey(root)
                    + "\", expected a list of such objects, or an object from id to prompt: put it into [ and ]");
        }
        return root;
    }

    /** Whether each line of the file is JSON: by its ending, or because the first of several lines is a whole object. */
    static boolean areLines(FileText file) {
        if (file.nameEndsWith(".jsonl")) {
            return true;
        }
        List<String> first =
                file.text().lines().filter(line -> !line.isBlank()).limit(2).toList();
        try {
            return first.size() == 2
                    && first.get(0).stripLeading().startsWith("{")
                    && StrictJson.parse(first.get(0)).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode lines(FileText file) throws IOException {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        int number = 0;
        for (String line : (Iterable<String>) file.text().lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                items.add(StrictJson.parse(line));
            } catch (StrictJson.Refused e) {
                throw file.refusal("line " + number + ": " + e.reason());
            }
        }
        return items;
    }

    private static void addItem(PromptCollector prompts, int index, String id, JsonNode item) {
        String where = "item " + index;
        if (item.isTextual()) {
            prompts.add(where, id, null, item.textValue(), List.of());
            return;
        }
        String text = text(item);
        if (text == null) {
            prompts.leaveOut(where, "has no text \"caption\" or \"prompt\"");
            return;
        }
        if (item.path("question").isTextual()) {
            if (!prompts.has(id)) {
                prompts.add(where, id, scalar(item, "source"), text, List.of());
            }
            if (prompts.has(id)) {
                prompts.addQuestion(where, id, question(item));
            }
            return;
        }
        List<Question> questions = List.of();
        try {
            JsonNode qas = item.path("qas");
            questions = qas.isTextual() ? questions(qas.textValue()) : questionList(qas);
        } catch (IOException e) {
            prompts.problem(where, "keeps its prompt without questions: qas: " + e.getMessage());
        }
        String seeds = SeedColumn.among(names(item));
        String seed = seeds == null ? null : scalar(item, seeds);
        prompts.add(where, id, scalar(item, "source"), text, questions, seed == null ? "" : seed);
    }

    private static List<String> names(JsonNode item) {
        List<String> names = new ArrayList<>();
        item.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void addText(PromptCollector prompts, String id, JsonNode text) {
        if (text.isTextual()) {
            prompts.add("key \"" + id + '"', id, null, text.textValue(), List.of());
        } else {
            prompts.leaveOut("key \"" + id + '"', "is " + kind(text) + ", expected the prompt's text");
        }
    }

    private static Question question(JsonNode item) {
        List<String> choices = new ArrayList<>();
        item.path("choices").forEach(choice -> choices.add(choice.asText()));
        return new Question(
                item.path("question").asText(),
                choices,
                item.path("answer").asText(),
                item.path("element").asText(),
                item.path("element_type").asText());
    }

    private static @Nullable String text(JsonNode item) {
        String key = textKey(item);
        return key == null ? null : item.path(key).textValue();
    }

    private static @Nullable String textKey(JsonNode item) {
        return TEXT_KEYS.stream()
                .filter(key -> item.path(key).isTextual())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String scalar(JsonNode item, String key) {
        JsonNode value = item.path(key);
        return value.isTextual() || value.isNumber() ? value.asText() : null;
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
    }
}
