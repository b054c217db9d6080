package org.clipmeter.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.Reader;

/** The two ways in which JSON is read. Everything that reads JSON uses one of them, with limits of its own. */
public enum JsonStrictness {
    /** A key may appear only once in an object, and numbers are finite: prompts, lists of images, headers of weights. */
    STRICT {
        @Override
        JsonFactoryBuilder rules(JsonFactoryBuilder builder) {
            return builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
        }
    },
    /** As Python's {@code json} module: keys may repeat, and NaN and infinities are numbers. For a model's own files. */
    AS_PYTHON {
        @Override
        JsonFactoryBuilder rules(JsonFactoryBuilder builder) {
            return builder.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);
        }
    };

    abstract JsonFactoryBuilder rules(JsonFactoryBuilder builder);

    /**
     * What makes parsers. Names of keys are not remembered from one text to the next, since the texts are not trusted.
     *
     * @param limits the greatest depth, and the longest name, number and text
     */
    public Parsers within(StreamReadConstraints limits) {
        JsonFactory factory = rules(new JsonFactoryBuilder())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(limits)
                .build();
        return factory::createParser;
    }

    /** Makes parsers of one strictness within the same limits. Thread-safe. */
    @FunctionalInterface
    public interface Parsers {
        /** A parser, whose closing closes the reader. */
        JsonParser of(Reader text) throws IOException;
    }
}
