using LogGuard.Stress.Load;

namespace LogGuard.Tests.Stress;

public class OrderWorkflowTests
{
    private const int Many = 20_000;

    [Fact]
    public void AnOrderFollowsFromItsNumberAndTheSeed()
    {
        var (one, again, other) = (Steps(1, 5), Steps(1, 5), Steps(2, 5));

        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void OrdersThatAreLearntFromAreNormal()
    {
        var workflow = new OrderWorkflow(1);

        Assert.All(Enumerable.Range(1, Many), number => Assert.Equal(OrderFault.None, workflow.Fill(number, [])));
    }

    [Fact]
    public void OneOrderInAHundredHasAFaultOfSomeKindThatShows()
    {
        var workflow = new OrderWorkflow(1);
        var steps = new List<OrderStep>();
        var counts = new int[Enum.GetValues<OrderFault>().Length];
        var length = 0L;
        for (var number = OrderWorkflow.FirstFault; number < OrderWorkflow.FirstFault + Many; number++)
        {
            var fault = workflow.Fill(number, steps);
            counts[(int)fault]++;
            length += steps.Count;
            var templates = steps.Select(step => step.Template).ToList();
            Assert.Equal(fault == OrderFault.SkippedStep, !templates.Contains(OrderWorkflow.PaymentAccepted));
            Assert.Equal(fault == OrderFault.NewError, templates.Contains(OrderWorkflow.Crashed));
            Assert.Equal(fault == OrderFault.RetryStorm, templates.Count(template => template == OrderWorkflow.PaymentAsked) > 2);
            Assert.Equal(fault == OrderFault.CutShort, templates[^1] != OrderWorkflow.Closed);
            Assert.True(steps.Zip(steps.Skip(1)).All(pair => pair.First.Ticks < pair.Second.Ticks));
        }

        Assert.InRange(counts[1..].Sum(), Many / OrderWorkflow.FaultEvery * 0.7, Many / OrderWorkflow.FaultEvery * 1.3);
        Assert.All(counts[1..], count => Assert.InRange(count, Many / OrderWorkflow.FaultEvery / 8, Many / OrderWorkflow.FaultEvery / 2));
        Assert.InRange(length / (double)Many, OrderWorkflow.MeanLength - 1, OrderWorkflow.MeanLength + 1);
    }

    private static List<OrderStep> Steps(int seed, int order)
    {
        var steps = new List<OrderStep>();
        new OrderWorkflow(seed).Fill(order, steps);
        return steps;
    }
}
