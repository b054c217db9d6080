package org.clipmeter.prompts;

import org.clipmeter.failure.InvalidRequestException;

/**
 * A sentence around each prompt, such as {@code A photo depicts {}}, which Hessel et al. 2021 (arXiv 2104.08718) put before
 * captions for their CLIPScore. A score depends on it, so runs with different templates are not compared.
 *
 * @param text the sentence, with exactly one {@code {}} that stands for the prompt
 */
public record PromptTemplate(String text) {
    private static final String PLACE = "{}";

    /**
     * The template, checked.
     *
     * @throws IllegalArgumentException in one line, if the text does not have exactly one {@code {}}, or nothing else
     */
    public PromptTemplate {
        int first = text.indexOf(PLACE);
        if (first < 0) {
            throw refusal(text, "got none");
        }
        if (text.indexOf(PLACE, first + PLACE.length()) >= 0) {
            throw refusal(text, "got several");
        }
        if (text.strip().equals(PLACE)) {
            throw new InvalidRequestException("template \"" + text
                    + "\": it is the prompt itself; leave the template out, or put the prompt into a "
                    + "sentence such as \"A photo depicts {}\"");
        }
    }

    private static InvalidRequestException refusal(String text, String got) {
        return new InvalidRequestException(
                "template \"" + text + "\": expected exactly one {} that stands for the prompt, " + got
                        + "; write for example \"A photo depicts {}\"");
    }

    /** The sentence with the prompt in it; all characters of both stay as they are. */
    public String sentence(String prompt) {
        int place = text.indexOf(PLACE);
        return text.substring(0, place) + prompt + text.substring(place + PLACE.length());
    }

    /** The template in quotation marks. */
    @Override
    public String toString() {
        return '"' + text + '"';
    }
}
