namespace LogGuard.EvaluationRuns;

/// <summary>
/// Generates a log like the one of Du et al., DeepLog (CCS 2017), section 5.1.2: virtual machines whose tasks follow
/// (Create (Stop Start){0,3} (Pause Unpause){0,3} (Suspend Resume){0,3} Delete)+. Tasks do not overlap in time; several
/// machines take turns, so that a Stop is not always followed by its Start. Some keys are shared by several tasks, some
/// pairs within a task are concurrent, and a background thread logs at random places. Deterministic for a seed.
/// </summary>
internal sealed class OpenStackLog
{
    private const int Resumed = 8;
    private const int Started = 5;

    /// <summary>The key of the background thread; it belongs to no task.</summary>
    public const int Background = 40;

    // Groups of more than one key are concurrent.
    private static readonly (string Name, int[][] Steps)[] Definitions =
    [
        ("Create", [[1], [2], [3], [4], [Started], [6], [7, Resumed], [9]]),
        ("Stop", [[10], [11], [12], [13]]),
        ("Start", [[14], [Started, 16], [Resumed], [17]]),
        ("Pause", [[18], [19], [20]]),
        ("Unpause", [[21], [22], [Resumed], [23]]),
        ("Suspend", [[24], [25, 26], [27]]),
        ("Resume", [[28], [29], [Resumed], [31]]),
        ("Delete", [[32], [33], [30], [34], [35, 36], [37]]),
    ];

    private static readonly string[] Texts =
    [
        "", "Accepted request to create server <*>", "Attempting claim: memory <*> MB, disk <*> GB, vcpus <*>", "Claim successful", "Creating image",
        "VM Started (Lifecycle Event)", "Instance spawned after <*> seconds", "Took <*> seconds to build instance", "VM Resumed (Lifecycle Event)",
        "Server <*> is active", "Accepted request to stop server <*>", "Shutting down guest <*>", "VM Stopped (Lifecycle Event)", "Server <*> is stopped",
        "Accepted request to start server <*>", "", "Plugged network of <*>", "Server <*> was started", "Accepted request to pause server <*>",
        "VM Paused (Lifecycle Event)", "Server <*> is paused", "Accepted request to unpause server <*>", "Unfreezing guest <*>", "Server <*> was unpaused",
        "Accepted request to suspend server <*>", "Saving memory of <*>", "VM Suspended (Lifecycle Event)", "Server <*> is suspended", "Accepted request to resume server <*>",
        "Loading memory of <*>", "VM Stopped before deletion", "Server <*> was resumed", "Accepted request to delete server <*>", "Terminating instance <*>",
        "Instance destroyed successfully", "Deleting instance files <*>", "Released network of <*>", "Deletion of <*> complete", "", "", "Running periodic audit of usage",
    ];

    private OpenStackLog(int[] keys, int[] taskOfEvent)
    {
        Keys = keys;
        TaskOfEvent = taskOfEvent;
    }

    /// <summary>The tasks' names.</summary>
    public static IReadOnlyList<string> TaskNames { get; } = [.. Definitions.Select(task => task.Name)];

    /// <summary>The keys of each task, ascending.</summary>
    public static IReadOnlyList<int[]> TaskKeys { get; } = [.. Definitions.Select(task => task.Steps.SelectMany(group => group).Order().ToArray())];

    /// <summary>The steps of each task in order; keys in one group are concurrent.</summary>
    public static IReadOnlyList<int[][]> TaskSteps { get; } = [.. Definitions.Select(task => task.Steps)];

    /// <summary>The stream of keys.</summary>
    public int[] Keys { get; }

    /// <summary>For each event the number of its task in <see cref="TaskNames"/>; -1 for the background thread.</summary>
    public int[] TaskOfEvent { get; }

    /// <summary>The template of a key.</summary>
    public static string TemplateOf(int key) => Texts[key];

    /// <param name="seed">Chooses all that is random.</param>
    /// <param name="lifeCycles">Virtual machines from creation to deletion.</param>
    /// <param name="machines">Machines that take turns.</param>
    /// <param name="backgroundShare">Chance of a line of the background thread before each event, 0..1.</param>
    public static OpenStackLog Generate(int seed, int lifeCycles = 200, int machines = 6, double backgroundShare = 0.005)
    {
        var random = new Random(seed);
        var (keys, tasks) = (new List<int>(), new List<int>());
        var plans = new Queue<int>[machines];
        for (var started = 0; ;)
        {
            var machine = random.Next(machines);
            if (plans[machine] is not { Count: > 0 })
            {
                if (started == lifeCycles)
                {
                    // The others finish in turn.
                    machine = Array.FindIndex(plans, plan => plan is { Count: > 0 });
                    if (machine < 0)
                    {
                        return new OpenStackLog([.. keys], [.. tasks]);
                    }
                }
                else
                {
                    plans[machine] = Plan(random);
                    started++;
                }
            }

            Run(plans[machine].Dequeue());
        }

        void Run(int task)
        {
            foreach (var group in Definitions[task].Steps)
            {
                var order = group.ToArray();
                random.Shuffle(order);
                foreach (var key in order)
                {
                    if (random.NextDouble() < backgroundShare)
                    {
                        keys.Add(Background);
                        tasks.Add(-1);
                    }

                    keys.Add(key);
                    tasks.Add(task);
                }
            }
        }
    }

    private static Queue<int> Plan(Random random)
    {
        var plan = new Queue<int>([0]);
        for (var pair = 1; pair < 7; pair += 2)
        {
            for (var count = random.Next(4); count > 0; count--)
            {
                plan.Enqueue(pair);
                plan.Enqueue(pair + 1);
            }
        }

        plan.Enqueue(7);
        return plan;
    }
}
