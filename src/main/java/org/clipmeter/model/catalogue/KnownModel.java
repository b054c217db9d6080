package org.clipmeter.model.catalogue;

import java.util.List;

/**
 * A checkpoint that is supported by name.
 *
 * @param id the Hub's id
 * @param aliases shorter names; the first is used in tables
 * @param parameters the number of weights
 * @param imageSize height and width of its input, in pixels
 */
public record KnownModel(String id, List<String> aliases, long parameters, int imageSize) {
    public KnownModel {
        aliases = List.copyOf(aliases);
    }

    /** The first alias. */
    public String alias() {
        return aliases.get(0);
    }
}
