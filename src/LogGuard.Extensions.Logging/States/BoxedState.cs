using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Writes a struct into an existing box. <see cref="Unsafe.Unbox"/> requires a struct constraint, which the type argument of
/// <c>ILogger.Log</c> does not have.
/// </summary>
internal static class BoxedState
{
    /// <summary>Returns a reference to the value in a box of <typeparamref name="TState"/>, which must be a struct.</summary>
    public static ref TState In<TState>(object box) => ref Unsafe.As<byte, TState>(ref Unsafe.As<Payload>(box).FirstByte);

    // The fields of an object and the value in a box begin at the same offset.
    private sealed class Payload
    {
#pragma warning disable CS0649 // Written through the reference.
        public byte FirstByte;
#pragma warning restore CS0649
    }
}
