using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Staple32.Settings;

/// <summary>
/// A file of lines <c>Name = value</c>; # begins a comment. UTF-8 with or without a byte order mark, lines ended by LF or
/// CRLF. That it does not exist is normal, unless somebody named it.
/// </summary>
/// <param name="locate">Says which file, and whether somebody named it; asked at every reading.</param>
public sealed class SettingsFile(Func<(string Path, bool Named)> locate) : ISettingsSource
{
    /// <summary>All settings with a page of comment each are a tenth of this.</summary>
    private const int MaxBytes = 1024 * 1024;

    public void Read(ICollection<WrittenSetting> settings, ICollection<string> problems)
    {
        var (path, named) = locate();
        byte[]? bytes = null;
        try
        {
            if (File.Exists(path))
                bytes = ReadWhole(path);
            else if (Directory.Exists(path))
                problems.Add($"{LogText.Clean(path)}: is a directory");
            else if (named)
                problems.Add($"{LogText.Clean(path)}: does not exist");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed between the question and the opening.
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add($"{LogText.Clean(path)}: cannot be read: permission denied");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{LogText.Clean(path)}: cannot be read (error 0x{e.HResult:X8})"));
        }

        if (bytes is null)
            return;
        if (bytes.Length > MaxBytes)
            problems.Add($"{LogText.Clean(path)}: is longer than {MaxBytes} bytes");
        else
            Parse(bytes, path, settings, problems);
    }

    internal static void Parse(
        ReadOnlySpan<byte> bytes, string path, ICollection<WrittenSetting> settings, ICollection<string> problems)
    {
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(bytes).AsSpan();
        if (rest.StartsWith("\uFEFF", StringComparison.Ordinal))
            rest = rest[1..];
        for (int number = 1; !rest.IsEmpty; number++)
        {
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int comment = line.IndexOf('#');
            ReadOnlySpan<char> text = (comment < 0 ? line : line[..comment]).Trim();
            if (text.IsEmpty)
                continue;
            int equals = text.IndexOf('=');
            ReadOnlySpan<char> name = equals < 0 ? default : text[..equals].TrimEnd();
            ReadOnlySpan<char> value = equals < 0 ? default : text[(equals + 1)..].TrimStart();
            if (name.IsEmpty || value.IsEmpty)
                problems.Add($"{LogText.Clean(path)}:{number}: is not of the form \"Name = value\": {LogText.Clean(text.ToString())}");
            else
                settings.Add(new WrittenSetting(name.ToString(), value.ToString(), path, number));
        }
    }

    /// <summary>At most one byte more than is allowed, from files that have a length and from those that have none.</summary>
    private static byte[] ReadWhole(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[4096];
        int length = 0;
        while (RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and int read)
        {
            length += read;
            if (length > MaxBytes)
                break;
            if (length == bytes.Length)
                Array.Resize(ref bytes, Math.Min(bytes.Length * 4, MaxBytes + 1));
        }

        return bytes.AsSpan(0, length).ToArray();
    }
}
