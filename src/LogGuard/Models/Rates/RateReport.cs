using LogGuard.Sequences;

namespace LogGuard.Models.Rates;

/// <summary>Receives a finding about a rate.</summary>
/// <param name="finding">The finding.</param>
/// <param name="record">The event at which it was found.</param>
/// <returns>Whether it is normal by an answer.</returns>
internal delegate bool RateReport(RateFinding finding, in LogRecord record);
