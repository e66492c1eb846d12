namespace Staple32;

/// <summary>A change could not be written to where things are kept, and has not been made.</summary>
public sealed class WriteFailedException(Exception reason) : IOException(reason?.Message, reason)
{
    /// <summary>The Win32 error. Never 0.</summary>
    public int Error { get; } = WriteErrors.Of(reason ?? throw new ArgumentNullException(nameof(reason)));

    /// <summary>Writes something.</summary>
    /// <exception cref="WriteFailedException">It cannot be written.</exception>
    public static void Watch(Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            write();
        }
        catch (Exception failure) when (WriteErrors.IsOne(failure))
        {
            throw new WriteFailedException(failure);
        }
    }
}
