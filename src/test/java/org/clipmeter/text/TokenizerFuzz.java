package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Opens folders with damaged tokenizer files, one after another. Arguments: FOLDER SEED COUNT. */
final class TokenizerFuzz {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String[] STRINGS = {
        "",
        "\0",
        "##",
        "</w>",
        "a</w>",
        "b",
        "ab",
        "\ud83d\ude00",
        "\ud800",
        " ",
        "\u00a0",
        "\n",
        "Precompiled",
        "Replace",
        "Unigram",
        "WordPiece",
        "BertNormalizer",
        "TemplateProcessing",
        "Metaspace",
        "ByteFallback",
        "<|endoftext|>",
        "a*",
        "(?=",
        "[",
        "A",
        "\u0130",
        "e\u0301",
        "AddedToken",
        "x".repeat(20_000)
    };
    private static final String[] VALUES = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "7",
        "2147483647",
        "4294967295",
        "1e400",
        "NaN",
        "-Infinity",
        "0.5",
        "[]",
        "{}",
        "\"\"",
        "[[]]",
        "{\"a\":{}}",
        "[\"a\",\"b\"]",
        "[\"a\",\"b\",\"ab\"]",
        "[\"a\",7]",
        "[null]",
        "{\"Regex\":\"\"}",
        "{\"type\":\"Precompiled\"}",
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}",
        "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a*\"},\"content\":\"\"}",
        "{\"content\":\"ab\",\"lstrip\":true}",
        "{\"__type\":\"AddedToken\",\"content\":\" \",\"rstrip\":true}"
    };

    private final Random random;
    private final Map<String, JsonNode> base = new TreeMap<>();
    private String merges = "#version: 0.2\na b\na b</w>\n";

    private TokenizerFuzz(long seed) {
        random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]).resolve("fuzz"));
        new TokenizerFuzz(Long.parseLong(arguments[1])).run(folder, Integer.parseInt(arguments[2]));
    }

    private void run(Path folder, int count) throws IOException {
        describeAWorkingFolder(folder);
        int read = 0;
        long slowest = 0;
        for (int i = 0; i < count; i++) {
            writeDamaged(folder);
            long start = System.nanoTime();
            try (ClipTokenizer tokenizer = ClipTokenizer.open(folder, 77, 1 << 20)) {
                for (String text : texts()) {
                    tokenizer.encode(text);
                }
                read++;
            } catch (IOException e) {
                String message = String.valueOf(e.getMessage());
                if (message.length() > 500 || message.lines().count() != 1) {
                    throw new AssertionError("not one line: " + message, e);
                }
            } catch (RuntimeException | Error e) {
                throw new AssertionError("file " + i, e);
            }
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        System.out.println("read: " + read + " of " + count + ", the others refused; the slowest took "
                + slowest / 1_000_000 + " ms");
    }

    private List<String> texts() {
        List<String> texts =
                new ArrayList<>(List.of("ab a b", "", "AB<x>  <y> \u00e9 <|startoftext|>", " \t <|endoftext|>a"));
        texts.add(STRINGS[random.nextInt(STRINGS.length)] + " a " + STRINGS[random.nextInt(STRINGS.length)]);
        return texts;
    }

    private void describeAWorkingFolder(Path folder) throws IOException {
        String vocabulary = "{\"a\":0,\"b\":1,\"a</w>\":2,\"b</w>\":3,\"ab\":4,\"ab</w>\":5,\"<|startoftext|>\":6,"
                + "\"<|endoftext|>\":7,\"\u00c3\":8}";
        Files.writeString(folder.resolve("vocab.json"), vocabulary);
        Files.writeString(folder.resolve("merges.txt"), merges);
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<x>\":9,\"<y>\":10}");
        base.put("vocab.json", JSON.readTree(vocabulary));
        base.put("tokenizer.json", JSON.readTree(TokenizerFolder.read(folder).json()));
        base.put("added_tokens.json", JSON.readTree("{\"<x>\":9,\"<y>\":10}"));
        base.put(
                "special_tokens_map.json",
                JSON.readTree("{\"bos_token\":\"<|startoftext|>\",\"eos_token\":{\"content\":\"<|endoftext|>\","
                        + "\"lstrip\":true,\"rstrip\":true},\"extra_special_tokens\":[\"<x>\"]}"));
        base.put(
                "tokenizer_config.json",
                JSON.readTree(
                        "{\"tokenizer_class\":\"CLIPTokenizer\",\"model_max_length\":77,\"pad_token\":\"b\","
                                + "\"added_tokens_decoder\":{\"7\":{\"content\":\"<|endoftext|>\",\"special\":true},\"9\":"
                                + "{\"content\":\"<x>\",\"lstrip\":true,\"rstrip\":false,\"single_word\":true,\"normalized\":true}}}"));
    }

    private void writeDamaged(Path folder) throws IOException {
        boolean whole = random.nextBoolean();
        String damaged = List.copyOf(base.keySet()).get(random.nextInt(base.size()));
        if (random.nextInt(3) > 0) {
            damaged = whole ? "tokenizer.json" : damaged;
        }
        for (Map.Entry<String, JsonNode> file : base.entrySet()) {
            Path path = folder.resolve(file.getKey());
            boolean here = file.getKey().equals(damaged)
                    || switch (file.getKey()) {
                        case "tokenizer.json" -> whole;
                        case "vocab.json" -> !whole;
                        default -> random.nextInt(3) == 0;
                    };
            if (here) {
                String text = file.getKey().equals(damaged)
                        ? damaged(file.getValue())
                        : file.getValue().toString();
                Files.write(path, text.getBytes(StandardCharsets.UTF_8));
            } else {
                Files.deleteIfExists(path);
            }
        }
        Files.write(
                folder.resolve("merges.txt"),
                (random.nextInt(8) == 0 ? damaged(merges) : merges).getBytes(StandardCharsets.UTF_8));
    }

    private String damaged(JsonNode file) {
        JsonNode copy = file.deepCopy();
        int times = 1 + random.nextInt(3);
        List<String> verbatim = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            damage(copy, verbatim);
        }
        String text = copy.toString();
        for (int i = 0; i < verbatim.size(); i++) {
            text = text.replace("\"@" + i + '"', verbatim.get(i));
        }
        return random.nextInt(12) == 0 ? damaged(text) : text;
    }

    /**
     * Changes one value or key somewhere in a tree. Values are written verbatim at the end, including NaN and huge
     * numbers.
     */
    private void damage(JsonNode tree, List<String> verbatim) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        String placeholder = "@" + verbatim.size();
        verbatim.add(random.nextInt(3) == 0 ? quoted() : VALUES[random.nextInt(VALUES.length)]);
        if (chosen instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(STRINGS[random.nextInt(STRINGS.length)], object.path(name));
                default -> object.put(name, placeholder);
            }
        } else if (chosen instanceof ArrayNode array) {
            int at = array.isEmpty() ? 0 : random.nextInt(array.size());
            switch (array.isEmpty() ? 2 : random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at));
                case 2 -> array.insert(at, placeholder);
                default -> array.set(at, array.textNode(placeholder));
            }
        }
    }

    private String quoted() {
        return JSON.getNodeFactory()
                .textNode(STRINGS[random.nextInt(STRINGS.length)])
                .toString();
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    /** Deletes or doubles a part of a text, or truncates it, at a random place. */
    private String damaged(String text) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(end);
            case 2 -> text.substring(0, end) + text.substring(at);
            default -> text.substring(0, at) + STRINGS[random.nextInt(STRINGS.length)] + text.substring(at);
        };
    }
}
