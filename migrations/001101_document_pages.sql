-- Pages as pictures, for phones that show no PDF: what was drawn when the document was issued, packed into one file.
alter table documents.document add column pages_file_id uuid;
alter table documents.document add foreign key (site_id, pages_file_id) references platform.file;
