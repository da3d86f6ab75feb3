namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>A labelled log that can be divided in several ways.</summary>
internal interface ICalibrationSet
{
    /// <summary>What it is called on the command line and in the tables.</summary>
    string Name { get; }

    /// <summary>What its lines are to the detector.</summary>
    CaseSource Source { get; }

    /// <summary>How many normal sessions can be learnt.</summary>
    int LearnableCount { get; }

    /// <summary>Divides the log.</summary>
    /// <param name="learnt">How many normal sessions are learnt.</param>
    /// <param name="seed">Chooses them where order of time does not.</param>
    CalibrationSplit Split(int learnt, int seed);
}
