package org.clipmeter.generate;

/**
 * What a run would do. Nothing is sent for it, and nothing is written.
 *
 * @param toMake how many images would be made
 * @param kept how many are in the folder already
 * @param firstRequest the first request in words: method, address, headers without the key's value, and body; empty if every
 *     image is there
 */
public record GenerationPreview(int toMake, int kept, String firstRequest) {
    /** The counts, and the first request. */
    @Override
    public String toString() {
        String counts = toMake + (toMake == 1 ? " image" : " images") + " would be made; " + kept
                + (kept == 1 ? " is" : " are") + " in the folder already";
        return firstRequest.isEmpty() ? counts : counts + ". The first request:\n" + firstRequest;
    }
}
