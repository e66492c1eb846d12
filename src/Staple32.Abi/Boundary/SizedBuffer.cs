using Staple32.Abi.Layout;

namespace Staple32.Abi.Boundary;

/// <summary>
/// The one implementation of the protocol by which Crypt32 returns data of variable size: the caller passes a buffer
/// and its size, and learns the size that it takes.
/// </summary>
internal static unsafe class SizedBuffer
{
    /// <summary>
    /// Copies data out. With a null buffer only the size is reported; with one too small the size is reported and the
    /// call fails with ERROR_MORE_DATA, the buffer untouched.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="buffer">Where to, or null.</param>
    /// <param name="size">In: the buffer's size (ignored without a buffer). Out: the data's. In bytes.</param>
    /// <returns>BOOL; ERROR_INVALID_PARAMETER if the size pointer is null.</returns>
    public static int Copy(ReadOnlySpan<byte> data, void* buffer, uint* size)
    {
        if (size == null)
            return LastError.False(Errors.ERROR_INVALID_PARAMETER);
        uint given = *size;
        *size = (uint)data.Length;
        if (buffer == null)
            return 1;
        if (given < (uint)data.Length)
            return LastError.False(Errors.ERROR_MORE_DATA);
        data.CopyTo(new Span<byte>(buffer, data.Length));
        return 1;
    }
}
