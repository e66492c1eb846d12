using Microsoft.Win32.SafeHandles;

namespace Staple32.Log;

/// <summary>
/// A file that lines are added to, by this process and others. It is opened anew when it has been moved or removed under
/// our hands (log rotation); if it cannot be, because the host has given up the rights by then, the old one goes on.
/// </summary>
internal sealed class LogFile : ILineOutput, IDisposable
{
    private readonly string _path;
    private SafeFileHandle _file;

    private LogFile(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Null if the file cannot be opened for writing.</summary>
    public static LogFile? TryOpen(string path)
    {
        try
        {
            // The host may change its current directory later.
            string whole = Path.GetFullPath(path);
            return Open(whole) is { } file ? new LogFile(whole, file) : null;
        }
        catch (Exception e) when (IsExpected(e))
        {
            return null;
        }
    }

    public void Write(byte[] line)
    {
        try
        {
            if (HasMoved() && Open(_path) is { } file)
            {
                _file.Dispose();
                _file = file;
            }
        }
        catch (Exception e) when (IsExpected(e))
        {
            // The old one goes on.
        }

        try
        {
            if (OperatingSystem.IsWindows())
                RandomAccess.Write(_file, line, RandomAccess.GetLength(_file));
            else
                FileDescriptor.WriteIfReady((int)_file.DangerousGetHandle(), line);
        }
        catch (Exception e) when (IsExpected(e))
        {
            // The disk is full, or worse: the line is lost.
        }
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle? Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (OperatingSystem.IsWindows() || FileDescriptor.TrySetAppend((int)file.DangerousGetHandle()))
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>Told by the length, since files have no identity that the framework could compare.</summary>
    private bool HasMoved()
    {
        var named = new FileInfo(_path);
        return !named.Exists || named.Length != RandomAccess.GetLength(_file);
    }

    private static bool IsExpected(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or ObjectDisposedException;
}
