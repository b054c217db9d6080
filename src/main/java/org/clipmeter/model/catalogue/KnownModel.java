package org.clipmeter.model.catalogue;

import java.util.List;

/**
 * A checkpoint that is supported by name.
 *
 * @param id the Hub's id
 * @param aliases shorter names, the first one for tables
 * @param parameters how many weights it has
 * @param imageSize of its square input, in pixels
 */
public record KnownModel(String id, List<String> aliases, long parameters, int imageSize) {
    public KnownModel {
        aliases = List.copyOf(aliases);
    }

    /** The short name. */
    public String alias() {
        return aliases.get(0);
    }
}
