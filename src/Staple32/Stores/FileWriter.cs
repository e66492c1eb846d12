namespace Staple32.Stores;

/// <summary>Writes real files.</summary>
internal sealed class FileWriter : IFileWriter
{
    public static readonly FileWriter Instance = new();

    private FileWriter()
    {
    }

    public void Write(string path, byte[] content) => AtomicFile.Write(path, content);

    // Not File.Move without overwriting: where there are no hard links it makes a copy, for which there may be no room.
    public void Rename(string path, string newPath) => AtomicFile.Replace(path, newPath);

    public void Delete(string path) => File.Delete(path);
}
