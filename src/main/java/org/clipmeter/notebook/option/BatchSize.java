package org.clipmeter.notebook.option;

import org.clipmeter.score.ScoreOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a batch size. */
public final class BatchSize implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        if (value.equalsIgnoreCase("auto")) {
            return ScoreOptions.AUTO;
        }
        if (value.matches("[1-9][0-9]{0,3}")) {
            return Integer.valueOf(value);
        }
        throw new TypeConversionException("expected a number from 1 to 4096, or auto, got " + value);
    }
}
