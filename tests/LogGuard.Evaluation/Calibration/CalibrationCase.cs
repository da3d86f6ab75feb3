namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>One session, or one line of a log without sessions, that is learnt or judged.</summary>
/// <param name="Id">Its name in the detector.</param>
/// <param name="Keys">Its log keys in order of time, for the simple checks.</param>
/// <param name="Label">The truth about it.</param>
/// <param name="Weight">How many equal sessions it stands for.</param>
internal sealed record CalibrationCase(string Id, int[] Keys, CaseLabel Label, int Weight = 1);
