namespace LogGuard.Stress.Load;

/// <summary>
/// Generates the orders of a shop. The seed and the number alone determine an order, so that it can be logged again at any time
/// and by any thread.
/// </summary>
internal sealed class OrderWorkflow(int seed)
{
    public const int Created = 0;
    public const int Reserved = 1;
    public const int PaymentAsked = 2;
    public const int PaymentDeclined = 3;
    public const int PaymentAccepted = 4;
    public const int Packed = 5;
    public const int HandedOver = 6;
    public const int Closed = 7;
    public const int Crashed = 8;

    /// <summary>One order in a hundred: enough of each kind in a minute, few enough to leave most orders normal.</summary>
    public const int FaultEvery = 100;

    /// <summary>Each template has the order and one quantity.</summary>
    public static readonly string[] Templates =
    [
        "Order {OrderId} created with {Items} items",
        "Stock for order {OrderId} reserved in {Warehouse}",
        "Payment of {Amount} for order {OrderId} requested",
        "Payment for order {OrderId} declined with code {Code}",
        "Payment for order {OrderId} accepted after {Checks} checks",
        "Parcel {Parcel} of order {OrderId} packed",
        "Order {OrderId} handed to carrier {Carrier}",
        "Order {OrderId} closed by clerk {Clerk}",
        "Order {OrderId} crashed the pricing service, error {Error}",
    ];

    /// <summary>Whether a template has the order before the quantity.</summary>
    public static bool NamesOrderFirst(int template) => template is not (PaymentAsked or Packed);

    /// <summary>The mean length of an order, which converts a rate of events to a rate of orders.</summary>
    public const double MeanLength = 9;

    /// <summary>Generates the steps of an order.</summary>
    public OrderFault Fill(long number, List<OrderStep> steps)
    {
        // A small generator instead of System.Random, which is a thousand times larger than one order needs.
        var random = new Mixer((ulong)number + ((ulong)(uint)seed << 40));
        steps.Clear();
        var ticks = 0L;
        void Add(int template)
        {
            steps.Add(new OrderStep(template, ticks, 1 + random.Next(40)));
            ticks += TimeSpan.TicksPerMillisecond * (1 + random.Next(30));
        }

        // The first orders are for learning, and are normal.
        var fault = number < FirstFault || random.Next(FaultEvery) != 0 ? OrderFault.None : (OrderFault)(1 + random.Next(4));
        Add(Created);
        Add(Reserved);
        Add(PaymentAsked);
        if (random.Next(5) == 0)
        {
            Add(PaymentDeclined);
            Add(PaymentAsked);
        }

        if (fault == OrderFault.RetryStorm)
        {
            for (var i = 0; i < 8; i++)
            {
                Add(PaymentAsked);
            }
        }

        if (fault != OrderFault.SkippedStep)
        {
            Add(PaymentAccepted);
        }

        if (fault == OrderFault.NewError)
        {
            Add(Crashed);
        }

        for (var parcels = 1 + random.Next(3); parcels > 0; parcels--)
        {
            Add(Packed);
        }

        if (fault != OrderFault.CutShort)
        {
            Add(HandedOver);
            Add(Closed);
        }

        return fault;
    }

    /// <summary>Number of the first order that may be planted with a fault.</summary>
    public const long FirstFault = 1_000_000_000;

    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): short, and good for any seed.
    private struct Mixer(ulong state)
    {
        private ulong _state = state;

        public int Next(int bound)
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
        }
    }
}
