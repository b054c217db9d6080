package org.clipmeter.text.pieces;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.Placeholder;

/**
 * A unigram model of SentencePiece: the pieces with their scores, and the normalization of texts. It splits a text as the
 * library does, with the pieces whose scores have the largest sum. Immutable.
 */
public final class UnigramPieces {
    private static final int LARGEST = 32 << 20;
    private static final int MOST = 2_000_000;

    /** A text is compared with pieces from each of its characters, and pieces have a dozen. */
    private static final int LONGEST_PIECE = 256;

    /** A character takes up to eighty bytes in the trie; published models have at most one or two million. */
    private static final int MOST_CHARACTERS = 4_000_000;

    private static final float UNKNOWN_PENALTY = 10;

    private static final int UNIGRAM = 1;
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private final CharacterMap characters;
    private final Map<String, Integer> ids;
    private final int unknownId;
    private final float unknownScore;
    private final float[] scores;
    /** The nodes of a trie: a node's number and a code point give the next node. */
    private final Map<Long, Integer> nodes;
    /** The piece that ends at a node, or -1. */
    private final int[] pieceAt;

    private UnigramPieces(
            CharacterMap characters,
            Map<String, Integer> ids,
            int unknownId,
            float unknownScore,
            float[] scores,
            Map<Long, Integer> nodes,
            int[] pieceAt) {
        this.characters = characters;
        this.ids = ids;
        this.unknownId = unknownId;
        this.unknownScore = unknownScore;
        this.scores = scores;
        this.nodes = nodes;
        this.pieceAt = pieceAt;
    }

    /** What a file says, field by field. */
    private static final class Contents {
        private final List<String> texts = new ArrayList<>();
        private final List<Float> scores = new ArrayList<>();
        private final List<Integer> types = new ArrayList<>();
        private long modelType = UNIGRAM;
        private boolean byteFallback;
        private boolean spaceAsSuffix;
        private CharacterMap characters = new CharacterMap(new int[0], new byte[0], true, true, true);
    }

    /**
     * Reads a file such as {@code spiece.model}.
     *
     * @throws FileException in one line, if it does not exist, is not a unigram model, or has pieces that are not supported
     */
    public static UnigramPieces read(Path file) throws FileException {
        if (!LocalFile.exists(file)) {
            throw new FileException(
                    file,
                    "does not exist, but the tokenizer's pieces are in it; take all files of the checkpoint from its"
                            + " repository");
        }
        byte[] bytes = LocalFile.read(file, LARGEST);
        String placeholder = Placeholder.in(bytes);
        if (placeholder != null) {
            throw new FileException(file, "is " + placeholder);
        }
        Contents contents = new Contents();
        try {
            read(new ProtoReader(ByteBuffer.wrap(bytes)), contents);
        } catch (ProtoReader.Malformed e) {
            throw new FileException(
                    file, "is not a model of SentencePiece: it " + e.getMessage() + "; download the file again", e);
        }
        return of(file, contents);
    }

    private static void read(ProtoReader model, Contents contents) throws ProtoReader.Malformed {
        for (int field = model.next(); field != 0; field = model.next()) {
            switch (field) {
                case 1 -> piece(new ProtoReader(model.bytes()), contents);
                case 2 -> trainer(new ProtoReader(model.bytes()), contents);
                case 3 -> contents.characters = normalizer(new ProtoReader(model.bytes()));
                default -> model.skip();
            }
        }
    }

    private static void piece(ProtoReader piece, Contents contents) throws ProtoReader.Malformed {
        String text = "";
        float score = 0;
        int type = NORMAL;
        for (int field = piece.next(); field != 0; field = piece.next()) {
            switch (field) {
                case 1 -> text = piece.text();
                case 2 -> score = piece.float32();
                case 3 -> type = (int) piece.number();
                default -> piece.skip();
            }
        }
        if (contents.texts.size() >= MOST) {
            throw new ProtoReader.Malformed("holds more than " + MOST + " pieces");
        }
        if (text.isEmpty() || !Float.isFinite(score)) {
            throw new ProtoReader.Malformed("has a piece without a text, or with a score that is not a number");
        }
        contents.texts.add(text);
        contents.scores.add(score);
        contents.types.add(type);
    }

    private static void trainer(ProtoReader trainer, Contents contents) throws ProtoReader.Malformed {
        for (int field = trainer.next(); field != 0; field = trainer.next()) {
            switch (field) {
                case 3 -> contents.modelType = trainer.number();
                case 24 -> contents.spaceAsSuffix = trainer.flag();
                case 35 -> contents.byteFallback = trainer.flag();
                default -> trainer.skip();
            }
        }
    }

    private static CharacterMap normalizer(ProtoReader normalizer) throws ProtoReader.Malformed {
        ByteBuffer compiled = ByteBuffer.allocate(0);
        boolean dummyPrefix = true;
        boolean removeExtra = true;
        boolean escape = true;
        for (int field = normalizer.next(); field != 0; field = normalizer.next()) {
            switch (field) {
                case 2 -> compiled = normalizer.bytes();
                case 3 -> dummyPrefix = normalizer.flag();
                case 4 -> removeExtra = normalizer.flag();
                case 5 -> escape = normalizer.flag();
                default -> normalizer.skip();
            }
        }
        return CharacterMap.of(compiled, dummyPrefix, removeExtra, escape);
    }

    private static UnigramPieces of(Path file, Contents contents) throws FileException {
        if (contents.modelType != UNIGRAM || contents.byteFallback || contents.spaceAsSuffix) {
            throw new FileException(
                    file,
                    "expected a unigram model without byte_fallback and treat_whitespace_as_suffix, got model_type "
                            + contents.modelType + ", byte_fallback " + contents.byteFallback
                            + ", treat_whitespace_as_suffix " + contents.spaceAsSuffix + "; use another checkpoint");
        }
        requireShort(file, contents.texts);
        Map<String, Integer> ids = new HashMap<>();
        Map<Long, Integer> nodes = new HashMap<>();
        List<Integer> ends = new ArrayList<>(List.of(-1));
        int unknown = -1;
        float least = Float.MAX_VALUE;
        float[] scores = new float[contents.texts.size()];
        for (int id = 0; id < scores.length; id++) {
            String text = contents.texts.get(id);
            int type = contents.types.get(id);
            scores[id] = contents.scores.get(id);
            if (ids.put(text, id) != null) {
                throw new FileException(
                        file, "has the piece " + JsonObjectFile.quoted(text) + " twice; download the file again");
            }
            if (type == USER_DEFINED) {
                throw new FileException(
                        file,
                        "has the user-defined piece " + JsonObjectFile.quoted(text)
                                + ", which is not supported; use another checkpoint");
            }
            if (type == UNKNOWN) {
                if (unknown >= 0) {
                    throw new FileException(file, "has two pieces for unknown characters; download the file again");
                }
                unknown = id;
            }
            if (type == NORMAL) {
                least = Math.min(least, scores[id]);
                ends.set(grown(nodes, ends, text), id);
            } else if (type == UNUSED) {
                grown(nodes, ends, text);
            }
        }
        if (unknown < 0) {
            throw new FileException(file, "has no piece for unknown characters; download the file again");
        }
        int[] pieceAt = ends.stream().mapToInt(Integer::intValue).toArray();
        float unknownScore = (ids.isEmpty() || least == Float.MAX_VALUE ? 0 : least) - UNKNOWN_PENALTY;
        return new UnigramPieces(
                contents.characters,
                Collections.unmodifiableMap(ids),
                unknown,
                unknownScore,
                scores,
                Collections.unmodifiableMap(nodes),
                pieceAt);
    }

    private static void requireShort(Path file, List<String> texts) throws FileException {
        long all = 0;
        for (String text : texts) {
            int length = text.codePointCount(0, text.length());
            if (length > LONGEST_PIECE) {
                throw new FileException(
                        file,
                        "has a piece of " + length + " characters, expected at most " + LONGEST_PIECE
                                + "; use another checkpoint");
            }
            all += length;
        }
        if (all > MOST_CHARACTERS) {
            throw new FileException(
                    file,
                    "has pieces of " + all + " characters in all, expected at most " + MOST_CHARACTERS
                            + "; use another checkpoint");
        }
    }

    /** The node at the end of a piece, which is added if it does not exist. */
    private static int grown(Map<Long, Integer> nodes, List<Integer> ends, String text) {
        int node = 0;
        for (int codePoint : text.codePoints().toArray()) {
            Integer next = nodes.putIfAbsent(key(node, codePoint), ends.size());
            if (next == null) {
                next = ends.size();
                ends.add(-1);
            }
            node = next;
        }
        return node;
    }

    private static long key(int node, int codePoint) {
        return (long) node << 21 | codePoint;
    }

    /** The same pieces, without a space before each text. */
    public UnigramPieces withoutDummyPrefix() {
        return new UnigramPieces(characters.withoutDummyPrefix(), ids, unknownId, unknownScore, scores, nodes, pieceAt);
    }

    /** The id of a piece; empty if the model does not have it. */
    public Optional<Integer> find(String piece) {
        return Optional.ofNullable(ids.get(piece));
    }

    /** The id of a piece, or the id for unknown characters. */
    public int id(String piece) {
        return ids.getOrDefault(piece, unknownId);
    }

    /**
     * The pieces of a text, which is normalized first; neighboring unknown characters form one piece.
     *
     * @param text of whole characters: half a surrogate pair becomes a question mark
     */
    public List<String> split(String text) {
        byte[] normalized = characters.normalized(text.getBytes(StandardCharsets.UTF_8));
        int[] points =
                new String(normalized, StandardCharsets.UTF_8).codePoints().toArray();
        int[] startOf = new int[points.length + 1];
        int[] pieceOf = new int[points.length + 1];
        float[] best = new float[points.length + 1];
        Arrays.fill(startOf, -1);
        for (int start = 0; start < points.length; start++) {
            boolean knowsFirst = false;
            int node = 0;
            for (int at = start; at < points.length; at++) {
                Integer next = nodes.get(key(node, points[at]));
                if (next == null) {
                    break;
                }
                node = next;
                int piece = pieceAt[node];
                if (piece >= 0) {
                    offer(start, at + 1, piece, scores[piece], startOf, pieceOf, best);
                    knowsFirst |= at == start;
                }
            }
            if (!knowsFirst) {
                offer(start, start + 1, unknownId, unknownScore, startOf, pieceOf, best);
            }
        }
        return pieces(points, startOf, pieceOf);
    }

    private static void offer(int start, int end, int piece, float score, int[] startOf, int[] pieceOf, float[] best) {
        double sum = (double) score + best[start]; // rounded only where it is stored, as in the library
        if (startOf[end] < 0 || sum > best[end]) {
            startOf[end] = start;
            pieceOf[end] = piece;
            best[end] = (float) sum;
        }
    }

    private List<String> pieces(int[] points, int[] startOf, int[] pieceOf) {
        List<String> pieces = new ArrayList<>();
        int end = points.length;
        while (end > 0) {
            int start = startOf[end];
            while (pieceOf[end] == unknownId && start > 0 && pieceOf[start] == unknownId) {
                start = startOf[start];
            }
            pieces.add(new String(points, start, end - start));
            end = start;
        }
        Collections.reverse(pieces);
        return pieces;
    }
}
