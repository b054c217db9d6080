package org.clipmeter.plot;

import org.clipmeter.compare.PairedComparison;

/**
 * A row of a forest plot.
 *
 * @param label what is compared, such as a run or a group of prompts
 * @param comparison its comparison with the baseline
 */
public record ForestRow(String label, PairedComparison comparison) {}
