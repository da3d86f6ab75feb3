using FsCheck;
using FsCheck.Fluent;

namespace LogGuard.Tests.Support;

/// <summary>Properties that must hold for whatever FsCheck makes up; always the same, so that a failure comes back.</summary>
internal static class Properties
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure
        .WithReplay(new Replay(new Rnd(20260101), null))
        .WithMaxTest(200);

    public static void Hold<T>(Func<T, bool> property) => Check.One(Seeded, Prop.ForAll(property));

    public static void Hold<T1, T2>(Func<T1, T2, bool> property) => Check.One(Seeded, Prop.ForAll(property));

    public static void Hold<T1, T2, T3>(Func<T1, T2, T3, bool> property) => Check.One(Seeded, Prop.ForAll(property));
}
