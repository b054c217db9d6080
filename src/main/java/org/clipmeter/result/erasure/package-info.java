/** Metrics of concept erasure as results: their summaries, tables, charts and files, and how a program computes them. */
@NullMarked
package org.clipmeter.result.erasure;

import org.jspecify.annotations.NullMarked;
