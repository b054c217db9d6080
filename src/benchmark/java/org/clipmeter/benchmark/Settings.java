package org.clipmeter.benchmark;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What to measure.
 *
 * @param folder the folder for everything that the benchmark writes
 * @param python the interpreter of the environment with transformers
 * @param kernelPython the interpreter of the environment with the Java kernel
 * @param quick whether to use fewer images and rounds
 */
record Settings(Path folder, Path python, Path kernelPython, boolean quick, Set<Section> sections) {
    /** The parts of the benchmark, in the order in which they run. */
    enum Section {
        PEAK,
        THROUGHPUT,
        BF16,
        FORMATS,
        START,
        CACHE,
        PREPROCESSING,
        MODELS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Arguments: folder, Python with transformers, Python with the kernel, quick or full, sections separated by commas.
     */
    static Settings of(String[] arguments) {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("expected: FOLDER PYTHON KERNEL_PYTHON quick|full SECTIONS");
        }
        Set<Section> sections = EnumSet.noneOf(Section.class);
        for (String name : arguments[4].split(",", -1)) {
            try {
                sections.add(Section.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--only: expected some of "
                                + String.join(
                                        ",",
                                        EnumSet.allOf(Section.class).stream()
                                                .map(Section::label)
                                                .toList())
                                + ", got " + name,
                        e);
            }
        }
        return new Settings(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Path.of(arguments[2]),
                arguments[3].equals("quick"),
                sections);
    }

    /** The number of measured rounds; one more round, which is not measured, comes first. */
    int rounds() {
        return quick ? 3 : 5;
    }
}
