package org.clipmeter.erasure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.clipmeter.files.Hash;

/** Finds files with the same bytes in sets of images that should differ, as if one folder stood for two. */
public final class SameBytes {
    private static final long UNREADABLE = -1;

    private SameBytes() {}

    /**
     * The places of the files in {@code files} whose bytes are also those of one of the others. Files that can't be read are not among them.
     *
     * @param cancelled polled between files
     * @throws CancellationException if {@code cancelled} turned true
     */
    public static List<Integer> places(List<Path> files, List<Path> others, BooleanSupplier cancelled) {
        List<Path> all = new ArrayList<>(files);
        all.addAll(others);
        List<String> contents = contents(all, cancelled);
        Set<String> second = new HashSet<>(contents.subList(files.size(), all.size()));
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (!contents.get(i).isEmpty() && second.contains(contents.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    /** The places of the images whose bytes are also those of an image of another concept, see {@link #places}. */
    public static List<Integer> ofOtherConcepts(List<ConceptImage> images, BooleanSupplier cancelled) {
        List<String> contents = contents(images.stream().map(ConceptImage::path).toList(), cancelled);
        Map<String, Set<String>> concepts = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            concepts.computeIfAbsent(contents.get(i), content -> new HashSet<>())
                    .add(images.get(i).concept());
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            if (!contents.get(i).isEmpty()
                    && concepts.getOrDefault(contents.get(i), Set.of()).size() > 1) {
                places.add(i);
            }
        }
        return places;
    }

    /** The hash of each file that has the size of another; empty for all others, which need not be read. */
    private static List<String> contents(List<Path> files, BooleanSupplier cancelled) {
        List<Long> sizes = files.stream().map(SameBytes::size).toList();
        Map<Long, Integer> counts = new HashMap<>();
        sizes.forEach(size -> counts.merge(size, 1, Integer::sum));
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled while images were compared");
            }
            boolean alone = sizes.get(i) == UNREADABLE || counts.getOrDefault(sizes.get(i), 0) < 2;
            contents.add(alone ? "" : hash(files.get(i)));
        }
        return contents;
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : UNREADABLE;
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private static String hash(Path file) {
        Hash hash = Hash.sha256();
        byte[] piece = new byte[1 << 16];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int read = bytes.read(piece); read >= 0; read = bytes.read(piece)) {
                hash.add(piece, 0, read);
            }
        } catch (IOException e) {
            return ""; // whoever reads the picture reports it
        }
        return hash.hex();
    }
}
