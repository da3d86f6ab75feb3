namespace LogGuard.Stress.Load;

/// <summary>Compares the verdicts under load with those of the quiet run and with the planted faults.</summary>
internal sealed record VerdictComparison
{
    /// <summary>Orders whose lines were judged under load without a gap, as reported by the detector.</summary>
    public int Compared { get; private set; }

    /// <summary>Compared orders whose values were judged as well.</summary>
    public int ValuesCompared { get; private set; }

    /// <summary>Orders with a different verdict in the quiet run.</summary>
    public int Differing { get; private set; }

    /// <summary>Orders that may have lost events, as reported by the detector.</summary>
    public int Holes { get; private set; }

    /// <summary>Orders that were open when the detector was replaced.</summary>
    public int Torn { get; private set; }

    /// <summary>Orders without any report of a detector. Each of them must have lost all of its events.</summary>
    public int Unreported { get; private set; }

    public int Planted { get; private set; }

    /// <summary>Planted faults that were not found in compared orders, by kind.</summary>
    public int[] Missed { get; } = new int[Enum.GetValues<OrderFault>().Length];

    /// <summary>Normal orders with an anomalous line.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Normal orders with only an anomalous value.</summary>
    public int FalseValueAlarms { get; private set; }

    public static VerdictComparison Of(VerdictBook loaded, VerdictBook quiet, OrderWorkflow workflow)
    {
        var result = new VerdictComparison();
        var steps = new List<OrderStep>();
        for (var index = 0; index < loaded.Count; index++)
        {
            if (!loaded.IsWhole(index))
            {
                result.Torn += loaded.IsTorn(index) ? 1 : 0;
            }
            else if (!loaded.HasEnded(index))
            {
                result.Unreported++;
            }
            else if (loaded.MayMissEvents(index))
            {
                result.Holes++;
            }
            else
            {
                result.Compare(loaded, quiet, index, workflow.Fill(OrderWorkflow.FirstFault + index, steps));
            }
        }

        return result;
    }

    public void Tell(TextWriter output, long dropped)
    {
        output.WriteLine(
            $"verdicts: {Compared:N0} orders compared with the quiet run, {ValuesCompared:N0} of them with their values, {Differing:N0} differ; "
            + $"not compared: {Holes:N0} with a hole by the detector's word, {Torn:N0} under way at a restart, {Unreported:N0} of which nothing came through ({dropped:N0} events dropped)");
        output.WriteLine(
            $"anomalies planted in orders compared: {Planted:N0}; missed: "
            + string.Join(", ", Enum.GetValues<OrderFault>().Skip(1).Select(fault => $"{fault} {Missed[(int)fault]:N0}"))
            + $"; normal orders reported: {FalseAlarms:N0} for a line, {FalseValueAlarms:N0} for a value only");
    }

    private void Compare(VerdictBook loaded, VerdictBook quiet, int index, OrderFault fault)
    {
        Compared++;
        var differs = loaded.StepsOf(index) != quiet.StepsOf(index);
        if (!loaded.MayMissValues(index))
        {
            ValuesCompared++;
            differs |= loaded.ValuesOf(index) != quiet.ValuesOf(index);
        }

        Differing += differs ? 1 : 0;
        var (line, value) = (loaded.StepsOf(index) != 0, loaded.ValuesOf(index) != 0);
        if (fault == OrderFault.None)
        {
            FalseAlarms += line ? 1 : 0;
            FalseValueAlarms += !line && value ? 1 : 0;
        }
        else
        {
            Planted++;
            Missed[(int)fault] += line || value ? 0 : 1;
        }
    }
}
