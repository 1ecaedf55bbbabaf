//! Form errors: the invalid fields of a request with the reasons. All errors of a form are reported at once.

use serde_json::{Map, Value, json};

use super::api_error::ApiError;

/// The error of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// A stable name such as `BASE_TYPE_MAX_LENGTH`.
    pub code: &'static str,
    pub message: String,
}

impl FieldError {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub fn required() -> Self {
        Self::new("BASE_TYPE_REQUIRED", "This field is required")
    }

    /// Lengths are counted in code points.
    pub fn length(min: usize, max: usize) -> Self {
        Self::new("BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."))
    }

    pub fn too_long(max: usize) -> Self {
        Self::new("BASE_TYPE_MAX_LENGTH", format!("Must be {max} or fewer in length."))
    }

    pub fn range(min: i64, max: i64) -> Self {
        Self::new("NUMBER_TYPE_RANGE", format!("Must be between {min} and {max}."))
    }

    pub fn choices(valid: &str) -> Self {
        Self::new("BASE_TYPE_CHOICES", format!("Must be one of {valid}."))
    }
}

/// Collects the errors of a request.
#[derive(Debug, Default)]
pub struct Form {
    errors: Map<String, Value>,
}

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the value of a valid field, or records the error of an invalid one. `path` is separated by dots.
    pub fn check<T>(&mut self, path: &str, field: Result<T, FieldError>) -> Option<T> {
        field.map_err(|error| self.note(path, &error)).ok()
    }

    pub fn note(&mut self, path: &str, error: &FieldError) {
        let mut level = &mut self.errors;
        for step in path.split('.') {
            let next = level.entry(step).or_insert_with(|| Value::Object(Map::new()));
            level = next.as_object_mut().expect("every step of a form error is an object");
        }
        let list = level.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({"code": error.code, "message": error.message}));
        }
    }

    /// # Errors
    /// 400 / 50035 with all recorded errors.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() { Ok(()) } else { Err(ApiError::form(Value::Object(self.errors))) }
    }

    /// The API error for one invalid field.
    pub fn refuse(path: &str, error: &FieldError) -> ApiError {
        let mut form = Self::new();
        form.note(path, error);
        ApiError::form(Value::Object(form.errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_nest_like_the_request() {
        let mut form = Form::new();
        form.note("embeds.0.title", &FieldError::required());
        form.note("content", &FieldError::too_long(2000));
        let error = form.finish().expect_err("has errors");
        let errors = error.errors.expect("has fields");
        assert_eq!(errors["embeds"]["0"]["title"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
        assert_eq!(errors["content"]["_errors"][0]["message"], "Must be 2000 or fewer in length.");
    }
}
