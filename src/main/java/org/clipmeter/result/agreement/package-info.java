/** Runs under several models, as a result with its tables, charts and summary. */
@NullMarked
package org.clipmeter.result.agreement;

import org.jspecify.annotations.NullMarked;
