namespace LogGuard.Stress.Load;

/// <summary>Repeats all orders of a run one after another, on one thread and without faults, judged by the same snapshot.</summary>
internal static class QuietRun
{
    public static VerdictBook Run(StressSettings settings, string learnt, VerdictBook orders, Action<string> onProgress)
    {
        var book = new VerdictBook(Math.Max(1, orders.Count));
        var options = StressDetector.Options(learnt);
        options.RequireModel = true;
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(10);
        using var detector = new AnomalyDetector(options);
        detector.Intake.Observe(book);
        using var door = Doors.Open(settings.Door, detector);
        var workflow = new OrderWorkflow(settings.Seed);
        var steps = new List<OrderStep>();
        for (var index = 0; index < orders.Count; index++)
        {
            if (!orders.IsWhole(index))
            {
                continue;
            }

            var number = OrderWorkflow.FirstFault + index;
            object id = number;
            workflow.Fill(number, steps);
            for (var position = 0; position < steps.Count; position++)
            {
                door.Log(id, steps[position], StressHost.TimeOf(orders.StartOf(index), steps[position], position, orders.SetBackAtOf(index)));
            }

            if (index % 10_000 == 0)
            {
                onProgress($"replaying order {index:N0} in quiet");
            }
        }

        detector.CloseSessionsAsync().GetAwaiter().GetResult();
        return book;
    }
}
