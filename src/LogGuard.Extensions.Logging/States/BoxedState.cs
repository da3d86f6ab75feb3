using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Writes a struct into a box that there is already. <see cref="Unsafe.Unbox"/> does this, but asks for a constraint that
/// the type argument of a logger's <c>Log</c> does not have.
/// </summary>
internal static class BoxedState
{
    /// <summary>The value in a box that was made from a <typeparamref name="TState"/>, which is a struct.</summary>
    public static ref TState In<TState>(object box) => ref Unsafe.As<byte, TState>(ref Unsafe.As<Payload>(box).FirstByte);

    // The fields of every object, and the value in every box, begin at the same place.
    private sealed class Payload
    {
#pragma warning disable CS0649 // Written through the reference.
        public byte FirstByte;
#pragma warning restore CS0649
    }
}
